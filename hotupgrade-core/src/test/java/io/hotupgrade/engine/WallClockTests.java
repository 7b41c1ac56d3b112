package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody sets the wall clock again and again, and nothing but what people read of it
 * changes: no time limit, no measured time.
 */
class WallClockTests {

	private static final Duration LAUNCH_TIMEOUT = Duration.ofMinutes(2);

	private static final Duration PROBATION = Duration.ofSeconds(30);

	private static final EngineSettings SETTINGS = new EngineSettings("v1", LAUNCH_TIMEOUT, Duration.ofSeconds(10),
			PROBATION, new DrainSettings(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5)),
			LaunchSettings.OWN_COMMAND, ControlSettings.DEFAULTS, true,
			new ShiftSettings(ShiftPlan.INSTANT, GuardSettings.DEFAULTS), 3, true);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestSteering kernel = new TestSteering();

	private final TestSuccessor successor = new TestSuccessor();

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

	private int exits;

	private final Predecessor predecessor = predecessor();

	private Predecessor predecessor() {
		Servers servers = new Servers();
		servers.add(new TestServer());
		return new Predecessor(this.instance, servers, new ListenerSteering(servers, () -> this.kernel), this.successor,
				SETTINGS, this.scheduler, () -> this.exits++, new WorkHandover(this.scheduler, Runnable::run, false),
				new RequestMeter(), new RequestLearning(), new SessionExchange(() -> Path.of("unused")),
				new StateExchange(() -> Path.of("unused")));
	}

	static Stream<Duration> jumps() {
		return Stream.of(Duration.ofHours(5), Duration.ofHours(-5), Duration.ofDays(3650), Duration.ofMillis(-1),
				PROBATION, PROBATION.negated());
	}

	/** Lets time pass with a jump before, in the middle and after. */
	private void pass(Duration time, Duration jump) {
		this.scheduler.jumpWallClock(jump);
		this.scheduler.advance(time.dividedBy(2));
		this.scheduler.jumpWallClock(jump.negated().multipliedBy(2));
		this.scheduler.advance(time.minus(time.dividedBy(2)));
		this.scheduler.jumpWallClock(jump);
	}

	@ParameterizedTest
	@MethodSource("jumps")
	void probationAndAllMeasuredTimesAreAsLongAsEver(Duration jump) {
		this.predecessor.begin(UpgradeRequest.asConfigured());
		pass(Duration.ofSeconds(3), jump);
		this.kernel.members = 2;
		this.successor.does(new Bound());
		pass(Duration.ofSeconds(7), jump);
		this.successor.does(new Ready());
		pass(PROBATION.minusMillis(1), jump);
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		pass(Duration.ofMillis(201), jump);
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.DRAINING);
		assertThat(this.exits).isOne();
		pass(Duration.ofSeconds(2), jump);
		this.scheduler.jumpWallClock(jump);
		this.predecessor.drained(CutTraffic.NONE);
		UpgradeRecord record = this.instance.history().get(0);
		assertThat(record.progress().timings()).containsEntry(UpgradePhase.LAUNCHING, Duration.ofSeconds(3))
			.containsEntry(UpgradePhase.STARTING, Duration.ofSeconds(7))
			.containsEntry(UpgradePhase.PROBATION, PROBATION.plusMillis(200))
			.containsEntry(UpgradePhase.DRAINING, Duration.ofSeconds(2));
		assertThat(record.identity().startedAt()).isEqualTo(Instant.EPOCH);
		assertThat(record.ending().endedAt()).contains(Instant.EPOCH.plusMillis(42_200).plus(jump));
	}

	@ParameterizedTest
	@MethodSource("jumps")
	void launchTimeoutStrikesInTime(Duration jump) {
		this.predecessor.begin(UpgradeRequest.asConfigured());
		pass(LAUNCH_TIMEOUT.minusMillis(1), jump);
		assertThat(this.instance.running().ending().reason()).isEmpty();
		pass(Duration.ofMillis(1), jump);
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.LAUNCH_TIMEOUT);
	}

	@ParameterizedTest
	@MethodSource("jumps")
	void heartbeatMissesNoSilenceAndSeesNoneThatIsNot(Duration jump) {
		List<Duration> silences = new ArrayList<>();
		Heartbeat heartbeat = new Heartbeat(this.scheduler, Duration.ofSeconds(10), (number) -> {
		}, silences::add);
		heartbeat.start();
		pass(Duration.ofSeconds(9), jump);
		heartbeat.heard();
		pass(Duration.ofSeconds(9), jump);
		assertThat(silences).isEmpty();
		pass(Duration.ofSeconds(1), jump);
		assertThat(silences).containsExactly(Duration.ofSeconds(10));
	}

}
