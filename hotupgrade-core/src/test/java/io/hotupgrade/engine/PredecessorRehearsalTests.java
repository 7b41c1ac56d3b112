package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.StateHandover;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.engine.UpgradeEvent.SuccessorExited;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.steering.SteeringProgram;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharingSettings;
import io.hotupgrade.state.StateExchange;
import io.hotupgrade.state.StateLimits;
import io.hotupgrade.state.TestState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Predecessor} that rehearses an upgrade.
 */
class PredecessorRehearsalTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestServer server = new TestServer();

	private final TestSteering kernel = new TestSteering();

	private final TestSuccessor successor = new TestSuccessor();

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

	@TempDir
	private Path temp;

	private final SessionExchange sessions = new SessionExchange(() -> this.temp);

	private final StateExchange state = new StateExchange(() -> this.temp);

	private int exits;

	private Predecessor predecessor;

	@BeforeEach
	void createPredecessor() {
		Servers servers = new Servers();
		servers.add(this.server);
		this.predecessor = new Predecessor(this.instance, servers, new ListenerSteering(servers, () -> this.kernel),
				this.successor, PredecessorTests.SETTINGS, this.scheduler, () -> this.exits++,
				new WorkHandover(this.scheduler, Runnable::run, false), new RequestMeter(), new RequestLearning(),
				this.sessions, this.state);
	}

	private void rehearse() {
		assertThat(this.predecessor.rehearse(UpgradeRequest.asConfigured()).isRehearsal()).isTrue();
		this.kernel.members = 2;
	}

	private UpgradeRecord lastEnded() {
		return this.instance.history().get(0);
	}

	@Test
	void newVersionThatIsReadyIsEndedWithoutAConnection() {
		rehearse();
		this.scheduler.advance(Duration.ofSeconds(5));
		this.successor.does(new Bound());
		this.successor.events
			.warmUp(new WarmUpReport(WarmUpReport.State.FINISHED, Duration.ofSeconds(2), List.of(), 0, ""));
		this.scheduler.advance(Duration.ofSeconds(3));
		this.successor.does(new Ready());
		assertThat(this.successor.terminationGrace).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.successor.sentTypes()).contains("RolledBack").doesNotContain("Shifted", "Committed");
		assertThat(this.kernel.programs).containsOnly(SteeringProgram.toFirst());
		assertThat(this.server.calls).doesNotContain("startDraining");
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.instance.history()).as("its process is still there").isEmpty();
		this.successor.does(new SuccessorExited("exit code 143"));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SERVING);
		assertThat(lastEnded().isRehearsal()).isTrue();
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.REHEARSED);
		assertThat(lastEnded().ending().reason()).isEmpty();
		assertThat(lastEnded().ending().output()).isEmpty();
		assertThat(lastEnded().serving()).isEqualTo(this.instance.info());
		assertThat(lastEnded().progress().warmUp()).isPresent();
		assertThat(lastEnded().progress().start().orElseThrow().duration()).as("without what its end takes")
			.isEqualTo(Duration.ofSeconds(8));
		this.scheduler.advance(Duration.ofHours(1));
		assertThat(this.exits).isZero();
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void newVersionThatFailsLeavesItsLastLines() {
		rehearse();
		this.successor.does(new SuccessorExited("exit code 1"));
		assertThat(lastEnded().isRehearsal()).isTrue();
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.FAILED);
		assertThat(lastEnded().ending().reason()).contains(FailureReason.SUCCESSOR_EXITED);
		assertThat(lastEnded().ending().output()).isNotEmpty();
		assertThat(lastEnded().progress().start()).isEmpty();
	}

	@Test
	void newVersionThatDoesNotGetReadyIsEndedAtTheLimitOfALaunch() {
		rehearse();
		this.successor.does(new Bound());
		this.scheduler.advance(Duration.ofMinutes(2));
		this.successor.does(new SuccessorExited("exit code 143"));
		assertThat(lastEnded().ending().reason()).contains(FailureReason.LAUNCH_TIMEOUT);
	}

	@Test
	void upgradeCanFollow() {
		rehearse();
		this.successor.does(new Bound());
		this.successor.does(new Ready());
		this.successor.does(new SuccessorExited("exit code 143"));
		assertThat(this.predecessor.begin(UpgradeRequest.asConfigured()).isRehearsal()).isFalse();
		this.successor.does(new Bound());
		this.successor.does(new Ready());
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toSecond());
	}

	@Test
	void sessionsStayWhereTheyAre() throws Exception {
		this.sessions.share(new SharingSettings(1000, Duration.ofSeconds(1)), new NoSessions());
		rehearse();
		this.successor.events.connected(4712, "v2");
		assertThat(this.successor.sent).noneMatch(ControlMessage.Sessions.class::isInstance);
	}

	@Test
	void stateStaysWhereItIs() {
		this.state.use(new StateLimits(1000, Duration.ofSeconds(1)),
				List.of(new TestState("counters", StateHandover.Moment.COPIED, "7")));
		rehearse();
		this.successor.events.connected(4712, "v2");
		assertThat(this.successor.sent).noneMatch(ControlMessage.State.class::isInstance);
		assertThat(this.temp).isEmptyDirectory();
	}

	@Test
	void stopEndsItToo() {
		rehearse();
		this.predecessor.stop();
		assertThat(this.successor.terminationGrace).isNotNull();
		this.successor.does(new SuccessorExited("exit code 143"));
		assertThat(lastEnded().ending().reason()).contains(FailureReason.PREDECESSOR_STOPPED);
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.DRAINING);
	}

}
