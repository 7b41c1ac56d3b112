package io.hotupgrade.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.StateHandover;
import io.hotupgrade.Takeover;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Failed;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.engine.UpgradeEvent.SuccessorExited;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.process.CpuUse;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.steering.SteeringException;
import io.hotupgrade.internal.steering.SteeringProgram;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.learn.AnsweredRequest;
import io.hotupgrade.server.learn.RequestSample;
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
 * Tests for {@link Predecessor}, with a successor, a kernel and a clock that the test
 * moves.
 */
class PredecessorTests {

	static final EngineSettings SETTINGS = new EngineSettings("v1", Duration.ofMinutes(2), Duration.ofSeconds(10),
			Duration.ofSeconds(30),
			new DrainSettings(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5)),
			LaunchSettings.OWN_COMMAND,
			new ControlSettings(Optional.empty(), Duration.ofSeconds(10), Takeover.NEVER, "shop"), true,
			new ShiftSettings(ShiftPlan.INSTANT, GuardSettings.DEFAULTS), 3, true);

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestServer server = new TestServer();

	private final TestSteering kernel = new TestSteering();

	private final TestSuccessor successor = new TestSuccessor();

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

	private final RequestLearning learning = new RequestLearning();

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
				this.successor, SETTINGS, this.scheduler, () -> this.exits++,
				new WorkHandover(this.scheduler, Runnable::run, false), new RequestMeter(), this.learning,
				this.sessions, this.state);
	}

	private UpgradeRecord begin() {
		return this.predecessor.begin(UpgradeRequest.asConfigured());
	}

	private void commit() {
		begin();
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.successor.does(new Ready());
	}

	private UpgradeRecord lastEnded() {
		return this.instance.history().get(0);
	}

	@Test
	void beginKeepsTrafficHereBeforeTheSuccessorExists() {
		UpgradeRecord begun = begin();
		assertThat(begun.phase()).isEqualTo(UpgradePhase.LAUNCHING);
		assertThat(begun.identity().successor()).isEqualTo(new InstanceInfo(4711, 5, ""));
		assertThat(this.kernel.programs).containsExactly(SteeringProgram.toFirst());
	}

	@Test
	void successShiftsThenLeavesAfterProbation() {
		commit();
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toSecond());
		assertThat(this.server.calls).containsExactly("startDraining");
		assertThat(this.successor.committed).isTrue();
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		this.scheduler.advance(Duration.ofSeconds(29));
		assertThat(this.exits).isZero();
		this.scheduler.advance(Duration.ofMillis(1200));
		assertThat(this.exits).isOne();
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.DRAINING);
	}

	@Test
	void successorThatWasKilledAfterItsLastSignOfLifeIsNotLeftAlone() {
		commit();
		this.successor.dying = true;
		this.scheduler.advance(Duration.ofMillis(30_200));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		this.successor.does(new SuccessorExited("exit code 137"));
		assertThat(this.exits).isZero();
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.ROLLED_BACK);
	}

	@Test
	void successorThatIsToldToStopAfterThePointOfNoReturnIsRemembered() {
		commit();
		this.scheduler.advance(Duration.ofMillis(30_200));
		assertThat(this.predecessor.isSuccessorStopping()).isFalse();
		this.successor.events.stopping();
		assertThat(this.predecessor.isSuccessorStopping()).isTrue();
		assertThat(this.predecessor.isReplaced()).isTrue();
	}

	@Test
	void drainedTellsTheSuccessorTheWholeStory() {
		this.kernel.acceptQueue = 11;
		commit();
		this.scheduler.advance(Duration.ofMillis(30_200));
		this.predecessor.listenersClosed();
		this.predecessor.drained(new CutTraffic(2, 1, Map.of(TrafficKind.HTTP2, 1), List.of()));
		assertThat(this.successor.sentTypes()).containsSubsequence("Progress", "Committed", "Progress", "Released",
				"Drained");
		UpgradeRecord record = ((ControlMessage.Drained) this.successor.sent.get(this.successor.sent.size() - 1))
			.upgrade();
		assertThat(record.ending().outcome()).contains(UpgradeOutcome.SUCCEEDED);
		assertThat(record.receipt().connectionsAtCommit()).isEqualTo(7);
		assertThat(record.receipt().requestsAtCommit()).isEqualTo(3);
		assertThat(record.receipt().acceptQueueAtCommit()).isEqualTo(11);
		assertThat(record.receipt().connectionsCut()).isEqualTo(2);
		assertThat(record.receipt().cut()).isEqualTo(Map.of(TrafficKind.HTTP2, 1));
		assertThat(record.progress().timings()).containsEntry(UpgradePhase.PROBATION, Duration.ofMillis(30_200));
		assertThat(this.successor.closed).isTrue();
	}

	@Test
	void instancesTellEachOtherTheirNames() {
		this.instance.addName("shop:8080");
		begin();
		this.successor.events.connected(4712, "v2");
		assertThat(this.successor.sent).contains(new ControlMessage.Names(List.of("shop:8080")));
		assertThat(this.instance.isSharedName("shop:8080")).isTrue();
		this.successor.events.named(List.of("shop:8080", "shop:management"));
		assertThat(this.instance.isSharedName("shop:8080")).isTrue();
		this.successor.events.named(List.of("shop:4712"));
		assertThat(this.instance.isSharedName("shop:8080")).isFalse();
	}

	@Test
	void successorIsToldWhatWasLearned() {
		this.learning.start(new LearnSettings(10, (path) -> false, List.of()));
		begin();
		this.successor.events.connected(4712, "v2");
		assertThat(this.successor.sentTypes()).doesNotContain("Learned");
		RequestSample sample = this.learning.recorder("server").sample();
		sample.responding(new TestRequest("/orders?page=1"));
		sample.responded(1, false);
		this.successor.events.connected(4712, "v2");
		assertThat(this.successor.sent)
			.contains(new ControlMessage.Learned(List.of(new LearnedRequest("/orders?page=1", "", "/orders", 10_000))));
	}

	@Test
	void successorIsToldWhereSessionsAreShared() throws Exception {
		begin();
		this.successor.events.connected(4712, "v2");
		assertThat(this.successor.sentTypes()).doesNotContain("Sessions");
		this.sessions.share(new SharingSettings(1000, Duration.ofSeconds(1)), new NoSessions());
		this.successor.events.connected(4712, "v2");
		Path socket = this.temp.resolve(ProcessHandle.current().pid() + ".sessions");
		assertThat(this.successor.sent).anyMatch((message) -> message instanceof ControlMessage.Sessions told
				&& told.socket().equals(socket.toString()) && !told.key().isEmpty());
		assertThat(Files.getPosixFilePermissions(socket)).containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ,
				PosixFilePermission.OWNER_WRITE);
		this.successor.events.happened(new UpgradeEvent.SuccessorExited("It ended"));
		assertThat(this.temp).as("the upgrade is over").isEmptyDirectory();
	}

	@Test
	void successorIsToldWhereStateIs() {
		this.state.use(new StateLimits(1000, Duration.ofSeconds(1)),
				List.of(new TestState("counters", StateHandover.Moment.RELEASED, "7")));
		begin();
		this.successor.events.connected(4712, "v2");
		Path socket = this.temp.resolve(ProcessHandle.current().pid() + ".state");
		assertThat(socket).exists();
		assertThat(this.successor.sent).anyMatch((message) -> message instanceof ControlMessage.State told
				&& told.socket().equals(socket.toString()) && !told.key().isEmpty());
		this.successor.events.happened(new UpgradeEvent.SuccessorExited("It ended"));
		assertThat(this.temp).as("the upgrade is over").isEmptyDirectory();
	}

	@Test
	void anotherApplicationIsRemarkedOnAndNotRefused() {
		begin();
		this.successor.events.isOf("market");
		assertThat(this.instance.running().progress().remark()).contains("is called market", "predecessor shop");
		assertThat(((ControlMessage.Progress) this.successor.sent.get(this.successor.sent.size() - 1)).upgrade()
			.progress()
			.remark()).contains("market");
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.successor.does(new Ready());
		this.scheduler.advance(Duration.ofMillis(30_200));
		this.predecessor.drained(CutTraffic.NONE);
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.SUCCEEDED);
		assertThat(lastEnded().progress().remark()).contains("market");
	}

	@Test
	void sameApplicationAndOneWithoutANameAreNotRemarkedOn() {
		begin();
		this.successor.events.isOf("shop");
		this.successor.events.isOf("");
		assertThat(this.instance.running().progress().remark()).isEmpty();
	}

	@Test
	void warmUpOfTheSuccessorShowsOnBothSidesAndChangesNothingElse() {
		begin();
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.successor.events.warmUp(WarmUpReport.BEGUN);
		assertThat(this.instance.running().progress().warmUp()).contains(WarmUpReport.BEGUN);
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.STARTING);
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		WarmUpReport report = new WarmUpReport(WarmUpReport.State.FINISHED, Duration.ofSeconds(2), List.of(), 0, "");
		this.successor.events.warmUp(report);
		ControlMessage.Progress told = (ControlMessage.Progress) this.successor.sent
			.get(this.successor.sent.size() - 1);
		assertThat(told.upgrade().progress().warmUp()).contains(report);
		this.successor.does(new SuccessorExited("exit code 1"));
		assertThat(lastEnded().progress().warmUp()).contains(report);
		this.successor.events.warmUp(WarmUpReport.BEGUN);
		assertThat(this.instance.running()).isNull();
	}

	@Test
	void exitBeforeCommitKeepsServingAndAllowsTheNext() {
		begin();
		this.successor.does(new SuccessorExited("exit code 1"));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SERVING);
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.FAILED);
		assertThat(lastEnded().ending().reason()).contains(FailureReason.SUCCESSOR_EXITED);
		assertThat(lastEnded().ending().output()).containsExactly("Error: Unable to access jarfile app.jar");
		assertThat(this.scheduler.timers()).isZero();
		assertThat(begin().phase()).isEqualTo(UpgradePhase.LAUNCHING);
	}

	@Test
	void exitInProbationTakesTrafficBack() {
		commit();
		this.successor.does(new SuccessorExited("exit code 137"));
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		assertThat(this.server.calls).endsWith("stopDraining");
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.ROLLED_BACK);
		this.scheduler.advance(Duration.ofHours(1));
		assertThat(this.exits).isZero();
	}

	@Test
	void lowPriorityIsGivenBackAfterAQuarterOfTheTimeAndNamedWhereThatWasNotEnough() {
		this.successor.lowered = true;
		begin();
		this.scheduler.advance(Duration.ofSeconds(29));
		assertThat(this.successor.lowered).isTrue();
		assertThat(this.instance.running().progress().remark()).isEmpty();
		this.scheduler.advance(Duration.ofSeconds(2));
		assertThat(this.successor.lowered).isFalse();
		assertThat(this.instance.running().progress().remark()).contains("hotupgrade.launch.priority", "PT30S");
		this.scheduler.advance(Duration.ofSeconds(90));
		this.successor.does(new SuccessorExited("exit code 143"));
		assertThat(lastEnded().ending().reason()).contains(FailureReason.LAUNCH_TIMEOUT);
		assertThat(lastEnded().ending().message()).contains("hotupgrade.launch.timeout", "hotupgrade.launch.priority");
	}

	@Test
	void lowPriorityIsGivenBackAsSoonAsTheSuccessorHasLessThanHalfOfWhatItCouldUse() {
		this.successor.lowered = true;
		begin();
		this.scheduler.advance(Duration.ofSeconds(2));
		assertThat(this.successor.lowered).isTrue();
		this.successor.cpuUse = new CpuUse(Duration.ofMillis(2300), Duration.ofMillis(4000), 2);
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.successor.lowered).isFalse();
		assertThat(this.instance.running().progress().remark()).contains("2300 ms of CPU time in 2500 ms",
				"hotupgrade.launch.priority");
	}

	@Test
	void lowPriorityIsKeptWhileTheSuccessorGetsOn() {
		this.successor.lowered = true;
		begin();
		for (int second = 1; second <= 20; second++) {
			this.scheduler.advance(Duration.ofSeconds(1));
			this.successor.cpuUse = new CpuUse(Duration.ofMillis(second * 1400), Duration.ofMillis(second * 1300), 2);
		}
		assertThat(this.successor.lowered).isTrue();
		assertThat(this.instance.running().progress().remark()).isEmpty();
	}

	@Test
	void priorityThatWasTheUsualOneIsNotNamed() {
		begin();
		this.successor.cpuUse = new CpuUse(Duration.ZERO, Duration.ofMinutes(1), 2);
		this.scheduler.advance(Duration.ofSeconds(121));
		this.successor.does(new SuccessorExited("exit code 143"));
		assertThat(lastEnded().progress().remark()).isEmpty();
		assertThat(lastEnded().ending().message()).doesNotContain("priority");
	}

	@Test
	void slowStartIsForgottenOnceItIsOver() {
		this.successor.lowered = true;
		begin();
		this.scheduler.advance(Duration.ofSeconds(31));
		this.kernel.members = 2;
		this.successor.does(new Bound());
		assertThat(this.instance.running().progress().remark()).isNotEmpty();
		this.successor.does(new Ready());
		assertThat(this.instance.running().progress().remark()).isEmpty();
	}

	@Test
	void launchTimeoutCountsFromTheLaunch() {
		begin();
		this.scheduler.advance(Duration.ofSeconds(100));
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.scheduler.advance(Duration.ofSeconds(19));
		assertThat(this.successor.terminationGrace).isNull();
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.successor.terminationGrace).isEqualTo(SETTINGS.terminationTimeout());
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.LAUNCH_TIMEOUT);
		this.successor.does(new SuccessorExited("exit code 143"));
		assertThat(lastEnded().ending().reason()).contains(FailureReason.LAUNCH_TIMEOUT);
		assertThat(lastEnded().ending().message()).contains("STARTING").contains("hotupgrade.launch.timeout");
	}

	@Test
	void launchFailureEndsAtOnce() {
		this.successor.launchFailure = new LaunchException("No such file");
		begin();
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SERVING);
		assertThat(lastEnded().ending().reason()).contains(FailureReason.LAUNCH_FAILED);
	}

	@Test
	void steeringFailureAtCommitEndsTheSuccessor() {
		begin();
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.kernel.failure = new SteeringException(TestServer.LISTENER.address(), "Operation not permitted", null);
		this.successor.does(new Ready());
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.STEERING_FAILED);
		assertThat(this.successor.terminationGrace).isNotNull();
	}

	@Test
	void otherListenersOfTheSuccessorEndIt() {
		begin();
		this.successor.listeners = List.of();
		this.successor.does(new Bound());
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.LISTENERS_DIFFER);
	}

	@Test
	void thirdMemberOfTheGroupEndsTheSuccessor() {
		begin();
		this.kernel.members = 3;
		this.successor.does(new Bound());
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.STRANGER_ON_PORT);
	}

	@Test
	void strangerBesideTheGroupEndsTheSuccessor() {
		begin();
		this.kernel.members = 2;
		this.kernel.rivals = List.of("127.0.0.1:8080 (IPv4)");
		this.successor.does(new Bound());
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.STRANGER_ON_PORT);
		assertThat(this.instance.running().ending().message()).contains("127.0.0.1:8080 (IPv4)")
			.endsWith("end the other process");
	}

	@Test
	void strangerThatComesBeforeCommitGetsNoTraffic() {
		begin();
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.kernel.members = 3;
		this.successor.does(new Ready());
		assertThat(this.kernel.programs).doesNotContain(SteeringProgram.toSecond());
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.STRANGER_ON_PORT);
		assertThat(this.instance.running().ending().message()).endsWith("end the other process");
	}

	@Test
	void strangerThatComesInProbationIsNotLeftToTheSuccessor() {
		commit();
		this.kernel.members = 3;
		this.scheduler.advance(Duration.ofMillis(30_200));
		assertThat(this.exits).isZero();
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		this.successor.does(new SuccessorExited("exit code 143"));
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.ROLLED_BACK);
		assertThat(lastEnded().ending().reason()).contains(FailureReason.STRANGER_ON_PORT);
	}

	@Test
	void portsThatCannotBeLookedAtKeepNobodyFromLeaving() {
		commit();
		this.kernel.unreadable = new SteeringException(TestServer.LISTENER.address(), "Too many open files", null);
		this.scheduler.advance(Duration.ofMillis(30_200));
		assertThat(this.exits).isOne();
	}

	/** An older release does not look before it binds. */
	@Test
	void successorThatListensBesideTheGroupIsNoStranger() {
		begin();
		this.kernel.rivals = List.of("0.0.0.0:8080 (IPv4)");
		this.successor.does(new Bound());
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.LISTENERS_DIFFER);
	}

	@Test
	void successorThatDoesNotListenIsNotGivenTheTraffic() {
		begin();
		this.successor.does(new Bound());
		this.successor.does(new Ready());
		assertThat(this.kernel.programs).doesNotContain(SteeringProgram.toSecond());
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.LISTENERS_DIFFER);
	}

	@Test
	void successorThatOnlySaysThatItListensIsFoundOut() {
		begin();
		this.successor.does(new Bound());
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.LISTENERS_DIFFER);
	}

	@Test
	void successorThatDiesBeforeCommitIsNamedForItsEnd() {
		begin();
		this.successor.does(new Bound());
		this.successor.does(new Ready());
		this.successor.does(new SuccessorExited("exit code 137"));
		assertThat(lastEnded().ending().reason()).contains(FailureReason.SUCCESSOR_EXITED);
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SERVING);
	}

	@Test
	void abortInProbationGivesTheSuccessorTimeForItsClients() {
		commit();
		this.predecessor.abort("enough");
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		assertThat(this.successor.sentTypes()).contains("RolledBack");
		assertThat(this.successor.terminationGrace).isEqualTo(Duration.ofSeconds(70));
		this.successor.does(new SuccessorExited(""));
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.ABORTED);
	}

	@Test
	void abortInProbationGivesTheSuccessorTimeForWhatItGivesBack() {
		this.sessions.share(new SharingSettings(1000, Duration.ofSeconds(3)), new NoSessions());
		this.state.use(new StateLimits(1000, Duration.ofSeconds(4)),
				List.of(new TestState("counters", StateHandover.Moment.RELEASED, "7")));
		commit();
		this.predecessor.abort("enough");
		assertThat(this.successor.terminationGrace).isEqualTo(Duration.ofSeconds(77));
	}

	@Test
	void eventsOfAnEarlierSuccessorAreIgnored() {
		begin();
		SuccessorLink.Events earlier = this.successor.events;
		this.successor.does(new SuccessorExited("exit code 1"));
		begin();
		earlier.happened(new Failed(FailureReason.CHANNEL_CLOSED, "late"));
		assertThat(this.instance.running().ending().reason()).isEmpty();
	}

	@Test
	void stopBeforeCommitTerminatesTheSuccessor() {
		begin();
		this.predecessor.stop();
		assertThat(this.successor.terminationGrace).isNotNull();
		assertThat(this.predecessor.unfinished()).isPresent();
		this.successor.does(new SuccessorExited(""));
		assertThat(lastEnded().ending().reason()).contains(FailureReason.PREDECESSOR_STOPPED);
		assertThat(this.predecessor.unfinished()).isEmpty();
	}

	@Test
	void stopInProbationLeavesToTheSuccessor() {
		commit();
		this.predecessor.stop();
		assertThat(this.predecessor.isReplaced()).isTrue();
		this.predecessor.drained(CutTraffic.NONE);
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.SUCCEEDED);
	}

	@Test
	void probationEndsWithASignOfLifeThatIsYounger() {
		this.successor.responsive = false;
		commit();
		this.scheduler.advance(Duration.ofSeconds(29));
		this.successor.isHeard();
		this.scheduler.advance(Duration.ofSeconds(6));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		this.successor.isHeard();
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.DRAINING);
		assertThat(this.exits).isOne();
	}

	@Test
	void signOfLifeFromBeforeAStopOfThisProcessDoesNotEndProbation() {
		this.successor.responsive = false;
		commit();
		this.scheduler.sleep(Duration.ofMinutes(5));
		this.successor.isHeard();
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		this.successor.isHeard();
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.DRAINING);
	}

	@Test
	void hangInTheLastMomentOfProbationIsFoundOut() {
		this.successor.responsive = false;
		commit();
		this.scheduler.advance(Duration.ofSeconds(33));
		this.successor.does(new Failed(FailureReason.SUCCESSOR_UNRESPONSIVE, "silent"));
		this.successor.isHeard();
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		this.successor.does(new SuccessorExited("killed"));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SERVING);
		assertThat(lastEnded().ending().reason()).contains(FailureReason.SUCCESSOR_UNRESPONSIVE);
		assertThat(this.exits).isZero();
	}

	@Test
	void stopInProbationForgetsItsTimer() {
		commit();
		this.predecessor.stop();
		this.predecessor.drained(CutTraffic.NONE);
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void successorThatHangsInProbationLosesTheTrafficAndGetsNoTimeToDrain() {
		commit();
		this.successor.does(new Failed(FailureReason.SUCCESSOR_UNRESPONSIVE, "silent"));
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		assertThat(this.successor.terminationGrace).isEqualTo(SETTINGS.terminationTimeout());
		this.successor.does(new SuccessorExited("killed"));
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.ROLLED_BACK);
		assertThat(lastEnded().ending().reason()).contains(FailureReason.SUCCESSOR_UNRESPONSIVE);
	}

	@Test
	void takeoverRunsAsAnUpgradeWithoutALaunch() {
		UpgradeRecord begun = this.predecessor.begin((id, events) -> {
			this.successor.events = events;
			return this.successor;
		});
		assertThat(begun.phase()).isEqualTo(UpgradePhase.LAUNCHING);
		assertThat(this.successor.launches).isZero();
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.successor.does(new Ready());
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toSecond());
	}

	/**
	 * A {@code GET} that is answered well.
	 */
	private record TestRequest(String target) implements AnsweredRequest {

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public String requestHeader(String name) {
			return null;
		}

		@Override
		public Object attribute(String name) {
			return null;
		}

		@Override
		public int status() {
			return 200;
		}

		@Override
		public String responseHeader(String name) {
			return null;
		}

	}

}
