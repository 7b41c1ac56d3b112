package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.HandoverSettings;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.StateHandover;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.engine.UpgradeEvent.SuccessorExited;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import io.hotupgrade.state.StateLimits;
import io.hotupgrade.state.TestState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of when {@link Predecessor} stops its background work, lets go of it and takes it
 * up again.
 */
class PredecessorWorkTests {

	private static final Duration PROBATION = Duration.ofSeconds(30);

	private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

	private static final EngineSettings SETTINGS = new EngineSettings("v1", Duration.ofMinutes(2),
			Duration.ofSeconds(10), PROBATION,
			new DrainSettings(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5)),
			LaunchSettings.OWN_COMMAND, ControlSettings.DEFAULTS, true,
			new ShiftSettings(ShiftPlan.INSTANT, GuardSettings.DEFAULTS), 3, true);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestWork work = new TestWork();

	private final WorkHandover handover = new WorkHandover(this.scheduler, this.work, false);

	private final TestSteering kernel = new TestSteering();

	private final TestSuccessor successor = new TestSuccessor();

	private final StateExchange state = new StateExchange(() -> this.temp);

	@TempDir
	private Path temp;

	private Predecessor predecessor;

	@BeforeEach
	void createPredecessor() {
		Servers servers = new Servers();
		servers.add(new TestServer());
		this.predecessor = new Predecessor(new Instance(new InstanceInfo(1, 4, "v1"), 3), servers,
				new ListenerSteering(servers, () -> this.kernel), this.successor, SETTINGS, this.scheduler, () -> {
				}, this.handover, new RequestMeter(), new RequestLearning(),
				new SessionExchange(() -> Path.of("unused")), this.state);
	}

	@AfterEach
	void nobodyIsWaitedForAnyLonger() {
		this.state.uninvite();
	}

	@Test
	void handOverStopsAtCommitAndReleasesOnceStopped() {
		configure(true);
		begin();
		runAll();
		assertThat(this.work.calls).isEmpty();
		commit();
		this.scheduler.run();
		assertThat(this.successor.sentTypes()).contains("Committed").doesNotContain("WorkReleased");
		runAll();
		assertThat(this.work.calls).containsExactly("stop");
		assertThat(this.successor.sentTypes()).endsWith("WorkReleased");
	}

	@Test
	void handOverTellsSinceWhenNobodyWorks() {
		configure(true);
		this.scheduler.advance(Duration.ofSeconds(5));
		begin();
		commit();
		this.scheduler.advance(Duration.ofSeconds(2));
		this.work.stoppedAt = Instant.EPOCH.plusMillis(5030);
		runAll();
		assertThat(this.successor.sent).as("by the work, not by the engine")
			.contains(new ControlMessage.WorkReleased(5030));
	}

	@Test
	void handOverOfWorkThatFailsToStopTellsSinceWhenItWasAsked() {
		configure(true);
		this.scheduler.advance(Duration.ofSeconds(5));
		begin();
		commit();
		this.work.failure = new IllegalStateException("broken");
		this.scheduler.advance(Duration.ofSeconds(2));
		runAll();
		assertThat(this.successor.sent).contains(new ControlMessage.WorkReleased(5000));
	}

	@Test
	void handOverOfWorkThatDoesNotEndReleasesAtTheLimit() {
		configure(true);
		begin();
		commit();
		this.scheduler.advance(STOP_LIMIT);
		assertThat(this.successor.sentTypes()).endsWith("WorkReleased");
	}

	@Test
	void overlapStopsOnlyWithTheDrainAndReleasesThen() {
		configure(false);
		begin();
		commit();
		this.scheduler.advance(PROBATION.plusSeconds(1));
		runAll();
		assertThat(this.work.calls).isEmpty();
		CompletableFuture<Void> stopped = this.predecessor.stopWork();
		runAll();
		assertThat(stopped).isDone();
		this.predecessor.drained(CutTraffic.NONE);
		assertThat(this.work.calls).containsExactly("stop");
		assertThat(this.successor.sentTypes()).endsWith("WorkReleased", "Drained");
	}

	@Test
	void stateIsReleasedWhenWorkHasStoppedAndBeforeItIsHandedOver() {
		haveState();
		configure(true);
		begin();
		commit();
		this.scheduler.run();
		assertThat(this.successor.sentTypes()).contains("Committed").doesNotContain("StateReleased");
		runAll();
		assertThat(this.successor.sentTypes()).endsWith("StateReleased", "WorkReleased");
	}

	@Test
	void stateIsReleasedAtCommitWhereWorkGoesOn() {
		haveState();
		configure(false);
		begin();
		commit();
		assertThat(this.successor.sentTypes()).contains("Committed", "StateReleased");
		this.predecessor.stopWork();
		runAll();
		assertThat(this.successor.sentTypes()).containsOnlyOnce("StateReleased").endsWith("WorkReleased");
	}

	@Test
	void stateThatIsNotThereIsNotReleased() {
		configure(false);
		begin();
		this.successor.events.connected(4712, "v2");
		commit();
		assertThat(this.successor.sentTypes()).doesNotContain("State", "StateReleased");
	}

	@Test
	void stateIsNotReleasedByARollback() {
		haveState();
		configure(true);
		begin();
		commit();
		this.predecessor.abort("enough");
		runAll();
		assertThat(this.successor.sentTypes()).doesNotContain("StateReleased");
	}

	private void haveState() {
		this.state.use(new StateLimits(1000, Duration.ofSeconds(1)),
				List.of(new TestState("counters", StateHandover.Moment.RELEASED, "7")));
	}

	@Test
	void rollbackTakesTheWorkUpAgainFromWhereTheSuccessorHasStopped() {
		configure(true);
		begin();
		commit();
		runAll();
		this.predecessor.abort("enough");
		this.successor.events.workReturned(Instant.EPOCH.plusMillis(2500));
		this.scheduler.advance(Duration.ofSeconds(4));
		this.successor.does(new SuccessorExited(""));
		runAll();
		assertThat(this.work.calls).containsExactly("stop", "start");
		assertThat(this.work.startedSince).isEqualTo(Instant.EPOCH.plusMillis(2500));
	}

	@Test
	void successorThatNeverHadTheWorkDoesNotSaySinceWhenNobodyWorks() {
		configure(true);
		begin();
		commit();
		this.predecessor.abort("enough");
		this.scheduler.advance(Duration.ofSeconds(2));
		runAll();
		this.successor.events.workReturned(Instant.EPOCH.plusSeconds(2));
		this.successor.does(new SuccessorExited(""));
		runAll();
		assertThat(this.work.startedSince).isEqualTo(Instant.EPOCH);
	}

	@Test
	void whatASuccessorHasSaidDoesNotCountForTheNext() {
		rollbackTakesTheWorkUpAgainFromWhereTheSuccessorHasStopped();
		this.work.calls.clear();
		this.kernel.members = 1;
		begin();
		commit();
		runAll();
		this.successor.does(new SuccessorExited(""));
		runAll();
		assertThat(this.work.calls).containsExactly("stop", "start");
		assertThat(this.work.startedSince).isEqualTo(this.scheduler.now());
	}

	@Test
	void rollbackTakesTheWorkUpAgainOnlyWhenTheSuccessorIsGone() {
		configure(true);
		begin();
		commit();
		runAll();
		this.predecessor.abort("enough");
		this.scheduler.advance(Duration.ofSeconds(4));
		runAll();
		assertThat(this.work.calls).containsExactly("stop");
		this.successor.does(new SuccessorExited(""));
		runAll();
		assertThat(this.work.calls).containsExactly("stop", "start");
		assertThat(this.work.startedSince).as("a successor that has said nothing may have worked until now")
			.isEqualTo(Instant.EPOCH.plusSeconds(4));
	}

	@Test
	void rollbackBeforeTheReleaseLeavesNothingUndone() {
		configure(true);
		begin();
		commit();
		this.predecessor.abort("enough");
		this.scheduler.advance(Duration.ofSeconds(2));
		runAll();
		assertThat(this.successor.sentTypes()).doesNotContain("WorkReleased");
		this.successor.does(new SuccessorExited(""));
		runAll();
		assertThat(this.work.calls).containsExactly("stop", "start");
		assertThat(this.work.startedSince).isEqualTo(Instant.EPOCH);
	}

	@Test
	void failureBeforeCommitDoesNotTouchTheWork() {
		configure(true);
		begin();
		this.successor.does(new SuccessorExited("exit code 1"));
		runAll();
		assertThat(this.work.calls).isEmpty();
	}

	@Test
	void workOfAnInstanceThatStopsIsNotTakenUpAgain() {
		configure(true);
		begin();
		this.predecessor.stop();
		this.predecessor.stopWork();
		this.successor.does(new SuccessorExited(""));
		runAll();
		assertThat(this.work.calls).containsExactly("stop");
		assertThat(this.successor.sentTypes()).doesNotContain("WorkReleased");
	}

	private void configure(boolean exclusive) {
		this.handover.use(this.work, new HandoverSettings(exclusive, STOP_LIMIT));
		runAll();
		this.work.calls.clear();
	}

	private void begin() {
		this.predecessor.begin(UpgradeRequest.asConfigured());
	}

	private void commit() {
		this.successor.events.connected(4712, "v2");
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.successor.does(new Ready());
	}

	private void runAll() {
		this.work.run();
		this.scheduler.run();
	}

}
