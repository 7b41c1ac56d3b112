package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.PrepareSettings;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.internal.steering.SteeringProgram;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Preparation}, which comes a moment after its instance is ready: what
 * was asked of that meanwhile must not suffer from it.
 */
class PreparationTests {

	private static final EngineSettings SETTINGS = new EngineSettings("v1", Duration.ofSeconds(5),
			Duration.ofSeconds(10), Duration.ofSeconds(30),
			new DrainSettings(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5)),
			LaunchSettings.OWN_COMMAND, ControlSettings.DEFAULTS, true,
			new ShiftSettings(ShiftPlan.parse("30% for 6s, 100%"), GuardSettings.DEFAULTS), 3, true);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestSteering kernel = new TestSteering();

	private final TestSuccessor successor = new TestSuccessor();

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

	private final List<String> opened = new ArrayList<>();

	private Predecessor predecessor;

	private Preparation preparation;

	@BeforeEach
	void create() {
		Servers servers = new Servers();
		servers.add(new TestServer());
		ListenerSteering steering = new ListenerSteering(servers, () -> this.kernel);
		this.predecessor = new Predecessor(this.instance, servers, steering, this.successor, SETTINGS, this.scheduler,
				() -> {
				}, new WorkHandover(this.scheduler, Runnable::run, false), new RequestMeter(), new RequestLearning(),
				new SessionExchange(() -> Path.of("unused")), new StateExchange(() -> Path.of("unused")));
		this.preparation = new Preparation(this.predecessor, new FirstInstance(this.scheduler), steering,
				new StrangerWatch(steering, this.scheduler, () -> false), () -> this.opened.add("control socket"),
				new ParentCheck(Optional.empty()), Runnable::run, new StartPreparer(PrepareSettings.NONE,
						new TestLauncher(), this.instance, this.scheduler, Runnable::run),
				() -> this.opened.add("practice"));
	}

	@Test
	void connectionsAreKeptHere() {
		this.preparation.run();
		assertThat(this.kernel.programs).containsExactly(SteeringProgram.toFirst());
		assertThat(this.opened).containsExactly("control socket", "practice");
	}

	@Test
	void shareOfAnUpgradeThatHasBegunStays() {
		this.predecessor.begin(UpgradeRequest.asConfigured());
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.successor.does(new Ready());
		assertThat(this.kernel.programs).last().isEqualTo(SteeringProgram.percentToSecond(30));
		this.preparation.run();
		assertThat(this.kernel.programs).last().isEqualTo(SteeringProgram.percentToSecond(30));
		assertThat(this.opened).isNotEmpty();
	}

}
