package io.hotupgrade.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.FailureReason;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.HandoverSettings;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Failed;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.engine.UpgradeEvent.SuccessorExited;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.exclusive.ExclusiveSettings;
import io.hotupgrade.exclusive.RequestTally;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of when {@link Predecessor} lets go of what cannot exist twice, and takes it
 * back.
 */
class PredecessorExclusiveTests {

	private static final EngineSettings SETTINGS = new EngineSettings("v1", Duration.ofMinutes(2),
			Duration.ofSeconds(10), Duration.ofSeconds(30),
			new DrainSettings(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5)),
			LaunchSettings.OWN_COMMAND, ControlSettings.DEFAULTS, true,
			new ShiftSettings(ShiftPlan.parse("30% for 10s, 100%"), GuardSettings.DEFAULTS), 3, true);

	private static final Entrance ENTRANCE = new Entrance(
			new InetSocketAddress(InetAddress.getLoopbackAddress(), 40123), Map.of("X-Secret", "0a1b"));

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestWork work = new TestWork();

	private final WorkHandover handover = new WorkHandover(this.scheduler, this.work, false);

	private final TestSteering kernel = new TestSteering();

	private final TestSuccessor successor = new TestSuccessor();

	private final TestResources resources = new TestResources();

	/** Runs what takes long only when the test says so. */
	private final TestWork thread = new TestWork();

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

	private Predecessor predecessor;

	@BeforeEach
	void createPredecessor() {
		Servers servers = new Servers();
		servers.add(new TestServer());
		this.predecessor = new Predecessor(this.instance, servers, new ListenerSteering(servers, () -> this.kernel),
				this.successor, SETTINGS, this.scheduler, () -> {
				}, this.handover, new RequestMeter(), new RequestLearning(),
				new SessionExchange(() -> Path.of("unused")), new StateExchange(() -> Path.of("unused")));
		this.predecessor.exclusive()
			.use(this.resources, new ExclusiveSettings(Duration.ofSeconds(5), Duration.ofSeconds(20)), this.thread);
		this.handover.use(this.work, new HandoverSettings(true, Duration.ofSeconds(3)));
		runAll();
		this.work.calls.clear();
	}

	@Test
	void successorIsToldWhenBackgroundWorkHasStoppedAndTheResourceIsReleased() {
		begin();
		this.successor.events.resourcesWanted();
		this.thread.run();
		this.scheduler.run();
		assertThat(this.resources.calls).as("work may need it").isEmpty();
		this.work.run();
		this.scheduler.run();
		assertThat(this.successor.sentTypes()).doesNotContain("ResourcesReleased");
		this.thread.run();
		assertThat(this.resources.calls).containsExactly("release within 5");
		this.scheduler.run();
		assertThat(this.successor.sentTypes()).endsWith("ResourcesReleased");
	}

	@Test
	void whoHasNothingSaysSoAtOnce() {
		this.resources.names.clear();
		begin();
		this.successor.events.resourcesWanted();
		assertThat(this.successor.sentTypes()).endsWith("ResourcesReleased");
		assertThat(this.work.calls).isEmpty();
		runAll();
		assertThat(this.resources.calls).isEmpty();
	}

	@Test
	void whoseResourceIsReleasedIsNotKeptWaitingBySteps() {
		begin();
		release();
		this.successor.events.servesRequestsAt(ENTRANCE);
		this.scheduler.advance(Duration.ofSeconds(2));
		ready();
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		runAll();
		assertThat(this.resources.calls).endsWith("sendOn");
		assertThat(this.resources.entrance).isEqualTo(ENTRANCE);
		assertThat(this.successor.sentTypes()).as("its background work begins").contains("WorkReleased");
	}

	@Test
	void stepsAreTakenWhereNothingWasWanted() {
		begin();
		ready();
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SHIFTING);
	}

	@Test
	void successTellsThePauseAndWhatBecameOfRequests() {
		this.resources.tally = new RequestTally(3, 2, 1);
		begin();
		release();
		this.scheduler.advance(Duration.ofMillis(2314));
		ready();
		this.resources.tally = new RequestTally(15, 59, 1);
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.DRAINING);
		this.predecessor.drained(CutTraffic.NONE);
		assertThat(lastEnded().receipt().exclusive())
			.isEqualTo(new ExclusiveReceipt(List.of("database"), Duration.ofMillis(2314), 12, 57, 0));
		runAll();
		assertThat(this.resources.calls).doesNotContain("takeBack");
	}

	@Test
	void resourceThatIsNotReleasedEndsTheUpgradeAndServesAtOnce() {
		this.resources.releaseFailure = new IllegalStateException("2 requests have not ended");
		begin();
		release();
		assertThat(this.successor.sentTypes()).contains("RolledBack").doesNotContain("ResourcesReleased");
		runAll();
		assertThat(this.resources.serving).as("before the successor's process is gone").isTrue();
		exit();
		assertThat(lastEnded().ending().reason()).contains(FailureReason.RESOURCE_NOT_RELEASED);
		assertThat(lastEnded().ending().message()).contains("database", "2 requests have not ended");
		assertThat(this.work.calls).containsExactly("stop", "start");
	}

	@Test
	void successorThatTakesTooLongIsEnded() {
		begin();
		release();
		this.scheduler.advance(Duration.ofSeconds(20));
		assertThat(this.successor.sentTypes()).contains("RolledBack");
		assertThat(this.resources.calls).as("it may still have it").doesNotContain("takeBack");
		exit();
		assertThat(lastEnded().ending().reason()).contains(FailureReason.PAUSE_TOO_LONG);
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.FAILED);
		assertThat(this.resources.had && this.resources.serving).isTrue();
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void timeIsNotCountedAnyMoreOnceTheSuccessorHasTakenOver() {
		begin();
		release();
		ready();
		this.scheduler.advance(Duration.ofSeconds(21));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
	}

	@Test
	void successorThatDiesWithItCostsNothing() {
		begin();
		release();
		this.scheduler.advance(Duration.ofSeconds(1));
		exit();
		assertThat(this.resources.calls).containsExactly("release within 5", "takeBack");
		assertThat(this.work.calls).containsExactly("stop", "start");
		assertThat(lastEnded().receipt().exclusive().pause()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void rollbackInProbationHoldsRequestsUntilTheSuccessorIsGone() {
		begin();
		release();
		this.successor.events.servesRequestsAt(ENTRANCE);
		this.scheduler.advance(Duration.ofSeconds(2));
		ready();
		runAll();
		this.successor.does(new Failed(FailureReason.UNHEALTHY, "ill"));
		runAll();
		assertThat(this.resources.calls).containsExactly("release within 5", "sendOn", "hold");
		this.scheduler.advance(Duration.ofSeconds(3));
		exit();
		assertThat(this.resources.calls).endsWith("takeBack");
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.ROLLED_BACK);
		assertThat(lastEnded().receipt().exclusive().pause()).as("2 before the commit, 3 after")
			.isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void backgroundWorkWaitsUntilTheResourceIsBack() {
		this.resources.takeBackFailure = new IllegalStateException("in use");
		begin();
		release();
		exit();
		assertThat(this.work.calls).containsExactly("stop");
		this.resources.takeBackFailure = null;
		this.scheduler.advance(ExclusiveHandover.RETRY_PERIOD);
		runAll();
		assertThat(this.resources.had).isTrue();
		assertThat(this.work.calls).containsExactly("stop", "start");
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void upgradeHelpsWhereItDoesNotComeBack() {
		this.resources.takeBackFailure = new IllegalStateException("in use");
		begin();
		release();
		exit();
		this.successor.exit = new CompletableFuture<>();
		begin();
		release();
		assertThat(this.successor.sentTypes()).endsWith("ResourcesReleased");
		int calls = this.resources.calls.size();
		this.scheduler.advance(Duration.ofSeconds(5));
		runAll();
		assertThat(this.resources.calls).as("not taken from the successor").hasSize(calls);
		ready();
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
	}

	@Test
	void abortWhileItIsReleasedTakesItBack() {
		begin();
		this.successor.events.resourcesWanted();
		this.work.run();
		this.scheduler.run();
		this.predecessor.abort("enough");
		exit();
		assertThat(this.resources.calls).containsExactly("release within 5", "takeBack");
		assertThat(this.successor.sentTypes()).doesNotContain("ResourcesReleased");
		assertThat(this.resources.had && this.resources.serving).isTrue();
	}

	@Test
	void abortBeforeWorkHasStoppedTouchesNothing() {
		begin();
		this.successor.events.resourcesWanted();
		this.predecessor.abort("enough");
		exit();
		assertThat(this.resources.calls).doesNotContain("release within 5");
		assertThat(this.resources.serving).isTrue();
		assertThat(this.work.calls).containsExactly("stop", "start");
	}

	@Test
	void nothingIsReleasedForASuccessorThatIsEnded() {
		begin();
		this.predecessor.abort("enough");
		this.successor.events.resourcesWanted();
		runAll();
		assertThat(this.resources.calls).isEmpty();
		assertThat(this.work.calls).isEmpty();
	}

	@Test
	void nothingIsReleasedAfterTheCommit() {
		begin();
		ready();
		this.scheduler.advance(Duration.ofSeconds(11));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		this.successor.events.resourcesWanted();
		runAll();
		assertThat(this.resources.calls).isEmpty();
	}

	private void begin() {
		this.predecessor.begin(UpgradeRequest.asConfigured());
		this.successor.events.connected(4712, "v2");
		this.kernel.members = 2;
	}

	private void release() {
		this.successor.events.resourcesWanted();
		runAll();
	}

	private void ready() {
		this.successor.does(new Bound());
		this.successor.does(new Ready());
	}

	private void exit() {
		this.kernel.members = 1;
		this.successor.does(new SuccessorExited("exit code 1"));
		runAll();
	}

	private UpgradeRecord lastEnded() {
		return this.instance.history().get(0);
	}

	private void runAll() {
		for (int i = 0; i < 3; i++) {
			this.work.run();
			this.thread.run();
			this.scheduler.run();
		}
	}

}
