package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import io.hotupgrade.ControlSettings;
import io.hotupgrade.DrainSettings;
import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.GuardSettings;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.LaunchSettings;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.ShiftPlan;
import io.hotupgrade.ShiftSettings;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.SteeringStatus;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.engine.UpgradeEvent.Bound;
import io.hotupgrade.engine.UpgradeEvent.Ready;
import io.hotupgrade.engine.UpgradeEvent.SuccessorExited;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.steering.SteeringException;
import io.hotupgrade.internal.steering.SteeringProgram;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Predecessor}: moving new connections step by step, and watching it.
 */
class PredecessorShiftTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private final TestServer server = new TestServer();

	private final TestSteering kernel = new TestSteering();

	private final TestSuccessor successor = new TestSuccessor();

	private final Instance instance = new Instance(new InstanceInfo(1, 4, "v1"), 3);

	private final RequestMeter meter = new RequestMeter();

	private final SortedMap<Long, Long> latencies = new TreeMap<>();

	private long answered;

	private Predecessor predecessor;

	private void ready(String plan) {
		ready(plan, GuardSettings.DEFAULTS);
	}

	private void ready(String plan, GuardSettings guard) {
		Servers servers = new Servers();
		servers.add(this.server);
		EngineSettings settings = new EngineSettings("v1", Duration.ofSeconds(5), Duration.ofSeconds(10),
				Duration.ofSeconds(30),
				new DrainSettings(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5)),
				LaunchSettings.OWN_COMMAND, ControlSettings.DEFAULTS, true,
				new ShiftSettings(ShiftPlan.parse(plan), guard), 3, true);
		this.predecessor = new Predecessor(this.instance, servers, new ListenerSteering(servers, () -> this.kernel),
				this.successor, settings, this.scheduler, () -> {
				}, new WorkHandover(this.scheduler, Runnable::run, false), this.meter, new RequestLearning(),
				new SessionExchange(() -> Path.of("unused")), new StateExchange(() -> Path.of("unused")));
		this.predecessor.begin(UpgradeRequest.asConfigured());
		this.kernel.members = 2;
		this.successor.does(new Bound());
		this.successor.does(new Ready());
	}

	private ShiftStatus shift() {
		return this.instance.running().progress().shift().orElseThrow();
	}

	private void report(long accepted, long requests, long errors) {
		this.successor.events.reported(accepted, new RequestStatistics(requests, errors, Collections.emptySortedMap()));
	}

	private UpgradeRecord lastEnded() {
		return this.instance.history().get(0);
	}

	@Test
	void stepsFollowEachOtherInTime() {
		ready("10% for 10s, 50% for 20s, 100%");
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.percentToSecond(10));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SHIFTING);
		assertThat(shift()).extracting(ShiftStatus::step, ShiftStatus::steps, ShiftStatus::percent)
			.containsExactly(1, 3, 10);
		this.scheduler.advance(Duration.ofMillis(9999));
		assertThat(shift().step()).isOne();
		this.scheduler.advance(Duration.ofMillis(1));
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.percentToSecond(50));
		assertThat(shift().since()).isEqualTo(this.scheduler.now());
		assertThat(this.server.calls).containsExactly("sendElsewhere 10", "sendElsewhere 50");
		this.scheduler.advance(Duration.ofSeconds(20));
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toSecond());
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		assertThat(shift().percent()).isEqualTo(100);
		assertThat(this.successor.sentTypes()).containsSubsequence("Shifted", "Shifted", "Shifted", "Committed");
		assertThat(this.successor.sentTypes()).containsOnlyOnce("Committed");
	}

	@Test
	void listenersAreToldOfEachStepOnce() {
		List<Integer> steps = new java.util.ArrayList<>();
		this.instance.addListener(new UpgradeListener() {
			@Override
			public void shifted(UpgradeRecord upgrade) {
				steps.add(upgrade.progress().shift().orElseThrow().percent());
			}
		});
		ready("10% for 10s, 100%");
		report(1, 0, 0);
		report(2, 0, 0);
		this.scheduler.advance(Duration.ofSeconds(10));
		assertThat(steps).containsExactly(10, 100);
	}

	@Test
	void shiftingMayTakeLongerThanTheLaunch() {
		ready("10% for 10m, 100%");
		this.scheduler.advance(Duration.ofMinutes(9));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SHIFTING);
		assertThat(this.instance.running().ending().reason()).isEmpty();
	}

	@Test
	void gateHoldsUntilContinued() {
		ready("10% until continued, 100%");
		this.scheduler.advance(Duration.ofDays(1));
		assertThat(shift().waiting()).isTrue();
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.percentToSecond(10));
		this.predecessor.proceed(1);
		assertThat(shift().waiting()).isFalse();
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
	}

	@Test
	void continueOfAnotherStepChangesNothing() {
		ready("10% until continued, 50% until continued, 100%");
		this.successor.events.continueRequested(1);
		assertThat(shift().step()).isEqualTo(2);
		this.successor.events.continueRequested(1);
		assertThat(shift().step()).isEqualTo(2);
	}

	@Test
	void continueOfATimedStepChangesNothing() {
		ready("10% for 10s, 100%");
		this.predecessor.proceed(1);
		assertThat(shift().step()).isOne();
	}

	@Test
	void silentSuccessorGetsNoMore() {
		ready("10% for 10s, 100%");
		this.successor.responsive = false;
		this.scheduler.advance(Duration.ofSeconds(15));
		assertThat(shift().step()).isOne();
		this.successor.responsive = true;
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
	}

	@Test
	void abortAtGateTakesBackAndLetsTheSuccessorFinish() {
		ready("10% until continued, 100%");
		this.predecessor.abort("enough");
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		assertThat(this.successor.terminationGrace).as("it has accepted connections").isEqualTo(Duration.ofSeconds(70));
		this.predecessor.proceed(1);
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		this.successor.does(new SuccessorExited(""));
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.ABORTED);
		assertThat(lastEnded().progress().shift().orElseThrow().percent()).isEqualTo(10);
		assertThat(lastEnded().progress().shift().orElseThrow().waiting()).isFalse();
	}

	@Test
	void exitWhileSharingIsARollback() {
		ready("10% for 10s, 100%");
		this.successor.does(new SuccessorExited("exit code 137"));
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.ROLLED_BACK);
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SERVING);
		assertThat(this.scheduler.timers()).isZero();
	}

	@Test
	void failureOfASteerTakesBack() {
		ready("10% for 10s, 100%");
		this.kernel.failure = new SteeringException(TestServer.LISTENER.address(), "No more", null);
		this.scheduler.advance(Duration.ofSeconds(10));
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.STEERING_FAILED);
	}

	@Test
	void successorThatHasLeftThePortsGetsNoMore() {
		ready("10% for 10s, 100%");
		this.kernel.members = 1;
		this.scheduler.advance(Duration.ofSeconds(12));
		assertThat(this.instance.running().ending().reason()).contains(FailureReason.LISTENERS_DIFFER);
		assertThat(this.kernel.programs).doesNotContain(SteeringProgram.toSecond());
	}

	@Test
	void splitCountsFromTheFirstReportOfEachStep() {
		this.server.accepted = 1000;
		ready("10% for 10s, 50% for 10s, 100%");
		assertThat(shift().total()).isEqualTo(ShiftStatus.Split.NONE);
		report(5, 0, 0);
		this.server.accepted = 1090;
		report(15, 0, 0);
		assertThat(shift().total()).isEqualTo(new ShiftStatus.Split(90, 10));
		assertThat(shift().inStep().percent()).isEqualTo(10);
		this.server.accepted = 1095;
		this.scheduler.advance(Duration.ofSeconds(10));
		assertThat(shift().total()).as("of one moment").isEqualTo(new ShiftStatus.Split(90, 10));
		report(15, 0, 0);
		this.server.accepted = 1145;
		report(65, 0, 0);
		assertThat(shift().total()).isEqualTo(new ShiftStatus.Split(145, 60));
		assertThat(shift().inStep()).isEqualTo(new ShiftStatus.Split(50, 50));
		assertThat(this.successor.sent.get(this.successor.sent.size() - 1))
			.isEqualTo(new ControlMessage.Shifted(shift()));
	}

	private void answer(int requests, long millis) {
		for (int i = 0; i < requests; i++) {
			this.meter.record(200, Duration.ofMillis(millis).toNanos());
		}
	}

	/** A second with requests to both; tells of the successor's. */
	private void second(long bySuccessor, long millis) {
		this.scheduler.advance(Duration.ofSeconds(1));
		answer(400, 3);
		this.server.accepted += 400;
		this.answered += bySuccessor;
		this.latencies.merge(millis * 1000, bySuccessor, Long::sum);
		this.successor.events.reported(this.answered,
				new RequestStatistics(this.answered, 0, new TreeMap<>(this.latencies)));
	}

	@Test
	void autoRisesWhileTheSuccessorKeepsUp() {
		ready("auto");
		report(0, 0, 0);
		List<Integer> shares = new java.util.ArrayList<>(List.of(shift().percent()));
		while (this.predecessor.phase() == UpgradePhase.SHIFTING) {
			second(50, 3);
			shares.add(shift().percent());
		}
		assertThat(shares).containsExactly(3, 6, 10, 16, 24, 34, 46, 60, 75, 90, 100);
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toSecond());
		assertThat(shift().held()).isEqualTo(ShiftStatus.Held.NONE);
		assertThat(shift().answered().successor().requests()).isPositive();
		assertThat(shift().answered().successor().percentile99()).isEqualTo(Duration.ofMillis(3));
	}

	@Test
	void autoWithoutTrafficMovesAllWithTheSecondReport() {
		ready("auto");
		report(0, 0, 0);
		this.scheduler.advance(Duration.ofSeconds(1));
		report(0, 0, 0);
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		assertThat(shift().step()).isEqualTo(shift().steps());
	}

	@Test
	void autoWaitsForASlowOneAndGoesOnWhenItHasRecovered() {
		ready("auto");
		report(0, 0, 0);
		for (int i = 0; i < 20; i++) {
			second(20, 300);
		}
		assertThat(shift().percent()).isEqualTo(3);
		assertThat(shift().held().time()).isEqualTo(Duration.ofSeconds(20));
		assertThat(shift().held().reason()).contains("300.0 ms");
		assertThat(this.instance.running().ending().reason()).as("it may still recover").isEmpty();
		second(20, 3);
		assertThat(shift().percent()).isEqualTo(6);
	}

	@Test
	void autoRollsBackOneThatIsWorseWhenPatienceEnds() {
		ready("auto within 30s");
		report(0, 0, 0);
		for (int i = 0; i < 30; i++) {
			assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.SHIFTING);
			second(100, 300);
		}
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		assertThat(this.kernel.programs).as("nobody else met it").doesNotContain(SteeringProgram.toSecond());
		this.successor.does(new SuccessorExited(""));
		assertThat(lastEnded().ending().reason()).contains(FailureReason.GUARD);
		assertThat(lastEnded().ending().message()).contains("hotupgrade.guard.latency-ratio");
	}

	@Test
	void autoGoesOnWithASlowOneWhenPatienceEndsAndNobodyGuards() {
		ready("auto within 30s", new GuardSettings(false, 100, 5, 3, Duration.ofMillis(50), Duration.ofSeconds(5)));
		assertThat(this.meter.isOn()).isTrue();
		report(0, 0, 0);
		for (int i = 0; i < 30; i++) {
			second(100, 300);
		}
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toSecond());
		assertThat(shift().held().time()).isEqualTo(Duration.ofSeconds(29));
	}

	@Test
	void autoRollsBackErrorsAtOnce() {
		ready("auto");
		answer(1000, 3);
		report(0, 0, 0);
		for (int second = 1; second <= 2; second++) {
			this.scheduler.advance(Duration.ofSeconds(1));
			report(150L * second, 150L * second, 30L * second);
		}
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
	}

	@Test
	void autoIsInstantWhereNothingCanBeSteered() {
		this.kernel.mode = SteeringStatus.Mode.NONE;
		ready("auto");
		assertThat(this.predecessor.phase()).isEqualTo(UpgradePhase.PROBATION);
	}

	@Test
	void guardRollsBackWithTheNumbers() {
		ready("10% for 1m, 100%");
		for (int i = 0; i < 1000; i++) {
			this.meter.record((i == 0) ? 500 : 200, 1000);
		}
		report(0, 0, 0);
		for (int second = 1; second <= 2; second++) {
			assertThat(this.instance.running().ending().reason()).isEmpty();
			this.scheduler.advance(Duration.ofSeconds(1));
			report(0, 150L * second, 30L * second);
		}
		assertThat(this.kernel.last()).isEqualTo(SteeringProgram.toFirst());
		this.successor.does(new SuccessorExited(""));
		assertThat(lastEnded().ending().outcome()).contains(UpgradeOutcome.ROLLED_BACK);
		assertThat(lastEnded().ending().reason()).contains(FailureReason.GUARD);
		assertThat(lastEnded().ending().message()).contains("20.0 % of 300 requests", "0.1 % of 1,000");
		assertThat(this.meter.isOn()).isFalse();
	}

	@Test
	void guardOfTheApplicationDecidesAlone() {
		ready("10% for 1m, 100%");
		this.predecessor.abort("to begin again");
		this.successor.does(new SuccessorExited(""));
		this.predecessor.useGuard((traffic) -> Optional.of("not today"));
		this.predecessor.begin(UpgradeRequest.asConfigured());
		this.successor.does(new Bound());
		this.successor.does(new Ready());
		for (int i = 0; i < 100; i++) {
			this.meter.record(200, 1000);
		}
		report(0, 0, 0);
		this.scheduler.advance(Duration.ofSeconds(1));
		report(0, 100, 0);
		assertThat(this.instance.running().ending().message()).isEqualTo("not today");
	}

	@Test
	void guardWhenDisabledMeasuresNothing() {
		ready("10% for 1m, 100%", new GuardSettings(false, 1, 0, 1, Duration.ZERO, Duration.ZERO));
		assertThat(this.meter.isOn()).isFalse();
		report(0, 0, 0);
		this.scheduler.advance(Duration.ofSeconds(1));
		report(0, 100, 100);
		this.scheduler.advance(Duration.ofSeconds(1));
		report(0, 200, 200);
		assertThat(this.instance.running().ending().reason()).isEmpty();
	}

}
