package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServiceReports}: what a service manager hears from two generations.
 */
class ServiceReportsTests {

	private static final InstanceInfo OLD = new InstanceInfo(10, 0, "v1");

	private static final InstanceInfo NEW = new InstanceInfo(11, 1, "v2");

	private static final Duration START_LIMIT = Duration.ofSeconds(60);

	private static final Optional<Duration> WATCHDOG = Optional.of(Duration.ofSeconds(1));

	private final ManualScheduler scheduler = new ManualScheduler();

	/** Each with the id of the process that has sent it, without line breaks. */
	private final List<String> heard = new ArrayList<>();

	private boolean sameService = true;

	private final ServiceReports predecessor = reports(OLD, true);

	private final ServiceReports successor = reports(NEW, false);

	private ServiceReports reports(InstanceInfo self, boolean main) {
		return new ServiceReports(new Instance(self, 3), this.scheduler,
				(message) -> this.heard.add(self.pid() + " " + message.toString().replace('\n', ' ')), main,
				(pid) -> this.sameService, START_LIMIT);
	}

	private void serve() {
		this.predecessor.ready(false);
		this.heard.clear();
	}

	private void pass(UpgradePhase... phases) {
		for (UpgradePhase phase : phases) {
			this.predecessor.phaseChanged(record(phase, null, null));
			this.successor.phaseChanged(record(phase, null, null));
		}
	}

	private static UpgradeRecord record(UpgradePhase phase, UpgradeOutcome outcome, FailureReason reason) {
		return new UpgradeRecord(new UpgradeRecord.Identity("u1", OLD, NEW, Instant.EPOCH),
				new UpgradeRecord.Progress(phase), new UpgradeRecord.Ending(Optional.ofNullable(outcome),
						Optional.ofNullable(reason), (reason != null) ? "it failed" : "", Optional.empty(), List.of()),
				UpgradeReceipt.EMPTY);
	}

	@Test
	void readyIsToldOnceTheApplicationIsReady() {
		this.predecessor.begin(Optional.empty());
		assertThat(this.heard).containsExactly("10 EXTEND_TIMEOUT_USEC=15000000 STATUS=Generation 0 (pid 10) starts");
		this.heard.clear();
		this.predecessor.ready(false);
		assertThat(this.heard).containsExactly("10 READY=1 STATUS=Generation 0 (pid 10) serves");
	}

	@Test
	void slowStartIsGivenTimeUpToItsLimit() {
		this.predecessor.begin(Optional.empty());
		this.heard.clear();
		this.scheduler.advance(Duration.ofMinutes(10));
		assertThat(this.heard).hasSize(8).allMatch((message) -> message.equals("10 EXTEND_TIMEOUT_USEC=15000000"));
	}

	@Test
	void upgradeIsAReloadThatTheSuccessorEnds() {
		serve();
		pass(UpgradePhase.LAUNCHING, UpgradePhase.STARTING, UpgradePhase.SHIFTING, UpgradePhase.PROBATION);
		assertThat(this.heard.get(0))
			.startsWith("10 RELOADING=1 MONOTONIC_USEC=0 EXTEND_TIMEOUT_USEC=15000000 STATUS=Upgrade u1")
			.endsWith("LAUNCHING, from pid 10 to pid 11");
		assertThat(this.heard).hasSize(4).allMatch((message) -> message.startsWith("10 "));
		this.heard.clear();
		this.successor.ready(true);
		assertThat(this.heard).as("its own start is nobody's business").isEmpty();
		pass(UpgradePhase.DRAINING);
		assertThat(this.heard.get(0)).startsWith("10 MAINPID=11 ");
		assertThat(this.heard.subList(1, this.heard.size())).isNotEmpty()
			.allMatch((message) -> message.startsWith("11 "));
		assertThat(this.heard).noneMatch((message) -> message.contains("READY=1"));
		this.heard.clear();
		UpgradeRecord end = record(UpgradePhase.DRAINING, UpgradeOutcome.SUCCEEDED, null);
		this.predecessor.drained();
		this.predecessor.ended(end);
		this.successor.ended(end);
		assertThat(this.heard).containsExactly(
				"11 READY=1 STATUS=Generation 1 (pid 11) serves; upgrade u1 to generation 1 ended as SUCCEEDED");
	}

	@Test
	void rehearsalIsNoReload() {
		serve();
		UpgradeRecord rehearsal = rehearsal(UpgradePhase.STARTING, null);
		this.predecessor.phaseChanged(rehearsal);
		assertThat(this.heard).containsExactly(
				"10 STATUS=Rehearsal of the upgrade u1 to generation 1: STARTING, " + "from pid 10 to pid 11");
		this.heard.clear();
		this.predecessor.ended(rehearsal(UpgradePhase.STARTING, UpgradeOutcome.REHEARSED));
		assertThat(this.heard).containsExactly("10 READY=1 STATUS=Generation 0 (pid 10) serves; rehearsal of the "
				+ "upgrade u1 to generation 1 ended as REHEARSED");
	}

	private static UpgradeRecord rehearsal(UpgradePhase phase, UpgradeOutcome outcome) {
		UpgradeRecord upgrade = record(phase, outcome, null);
		return new UpgradeRecord(new UpgradeRecord.Identity("u1", OLD, NEW, Instant.EPOCH, true), upgrade.progress(),
				upgrade.ending(), upgrade.receipt());
	}

	@Test
	void failedUpgradeLeavesTheMainProcessAndSaysWhy() {
		serve();
		pass(UpgradePhase.LAUNCHING, UpgradePhase.STARTING, UpgradePhase.SHIFTING, UpgradePhase.PROBATION);
		this.heard.clear();
		this.predecessor
			.ended(record(UpgradePhase.PROBATION, UpgradeOutcome.ROLLED_BACK, FailureReason.SUCCESSOR_EXITED));
		assertThat(this.heard).containsExactly("10 READY=1 STATUS=Generation 0 (pid 10) serves; upgrade u1 to "
				+ "generation 1 ended as ROLLED_BACK (SUCCESSOR_EXITED): it failed");
	}

	@Test
	void timeIsAskedForWhileAnUpgradeRunsByTheMainProcess() {
		this.predecessor.begin(Optional.empty());
		this.successor.begin(Optional.empty());
		serve();
		this.successor.ready(true);
		pass(UpgradePhase.LAUNCHING);
		this.heard.clear();
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.heard).hasSize(12).allMatch((message) -> message.equals("10 EXTEND_TIMEOUT_USEC=15000000"));
		pass(UpgradePhase.DRAINING);
		this.heard.clear();
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.heard).hasSize(12).allMatch((message) -> message.equals("11 EXTEND_TIMEOUT_USEC=15000000"));
		this.successor.ended(record(UpgradePhase.DRAINING, UpgradeOutcome.SUCCEEDED, null));
		this.heard.clear();
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.heard).isEmpty();
	}

	@Test
	void watchdogHearsTheMainProcessOnly() {
		this.predecessor.begin(WATCHDOG);
		this.successor.begin(WATCHDOG);
		serve();
		this.successor.ready(true);
		this.scheduler.advance(Duration.ofSeconds(3));
		assertThat(this.heard).containsExactly("10 WATCHDOG=1", "10 WATCHDOG=1", "10 WATCHDOG=1");
		pass(UpgradePhase.LAUNCHING, UpgradePhase.DRAINING);
		this.successor.ended(record(UpgradePhase.DRAINING, UpgradeOutcome.SUCCEEDED, null));
		this.heard.clear();
		this.scheduler.advance(Duration.ofSeconds(3));
		assertThat(this.heard).containsExactly("11 WATCHDOG=1", "11 WATCHDOG=1", "11 WATCHDOG=1");
	}

	@Test
	void stopIsGivenTimeUntilClientsHaveFinished() {
		this.predecessor.begin(Optional.empty());
		serve();
		this.predecessor.stopping();
		this.scheduler.advance(ServiceReports.PERIOD);
		this.predecessor.drained();
		this.scheduler.advance(Duration.ofMinutes(1));
		assertThat(this.heard).containsExactly(
				"10 EXTEND_TIMEOUT_USEC=15000000 STATUS=Generation 0 (pid 10) stops and lets its clients finish",
				"10 EXTEND_TIMEOUT_USEC=15000000");
	}

	@Test
	void predecessorThatDrainsSaysNothing() {
		this.predecessor.begin(WATCHDOG);
		serve();
		pass(UpgradePhase.LAUNCHING, UpgradePhase.DRAINING);
		this.heard.clear();
		this.predecessor.stopping();
		this.scheduler.advance(Duration.ofMinutes(1));
		this.predecessor.drained();
		this.predecessor.ended(record(UpgradePhase.DRAINING, UpgradeOutcome.SUCCEEDED, null));
		assertThat(this.heard).noneMatch((message) -> message.startsWith("10 "));
	}

	@Test
	void successorWhosePredecessorHasDiedNamesItself() {
		pass(UpgradePhase.LAUNCHING, UpgradePhase.STARTING);
		this.heard.clear();
		this.successor.ended(record(UpgradePhase.STARTING, UpgradeOutcome.SUCCEEDED, FailureReason.PREDECESSOR_DIED));
		assertThat(this.heard.get(0)).isEqualTo("11 MAINPID=11 WATCHDOG=1");
		assertThat(this.heard).noneMatch((message) -> message.contains("READY=1"));
		this.successor.ready(false);
		assertThat(this.heard).last().isEqualTo("11 READY=1 STATUS=Generation 1 (pid 11) serves");
	}

	@Test
	void successorThatCannotReachItsPredecessorNamesItself() {
		this.successor.ready(false);
		assertThat(this.heard).containsExactly("11 MAINPID=11 WATCHDOG=1",
				"11 READY=1 STATUS=Generation 1 (pid 11) serves");
	}

	@Test
	void successorOfAnotherServiceIsNotNamed() {
		serve();
		this.sameService = false;
		pass(UpgradePhase.LAUNCHING);
		this.heard.clear();
		this.predecessor.phaseChanged(record(UpgradePhase.DRAINING, null, null));
		assertThat(this.heard).isEmpty();
	}

	@Test
	void predecessorWhoseSuccessorDiesIsTheMainProcessAgain() {
		this.predecessor.begin(WATCHDOG);
		serve();
		pass(UpgradePhase.LAUNCHING, UpgradePhase.DRAINING);
		this.heard.clear();
		this.predecessor.successorDied(record(UpgradePhase.DRAINING, null, null));
		assertThat(this.heard)
			.containsExactly("10 MAINPID=10 STATUS=Generation 1 (pid 11) has ended, and nobody accepts "
					+ "connections; Generation 0 (pid 10) lets its clients finish");
		this.heard.clear();
		this.scheduler.advance(Duration.ofSeconds(1));
		assertThat(this.heard).contains("10 WATCHDOG=1");
		this.heard.clear();
		this.predecessor.end(() -> this.heard.add("closed"));
		assertThat(this.heard).containsExactly("closed");
	}

	@Test
	void predecessorWhoseSuccessorDiesAfterTheEngineHasEndedIsTheMainProcessAgain() {
		serve();
		pass(UpgradePhase.LAUNCHING, UpgradePhase.DRAINING);
		this.predecessor.end(() -> this.heard.add("closed"));
		this.scheduler.shutdown();
		this.heard.clear();
		this.predecessor.successorDied(record(UpgradePhase.DRAINING, null, null));
		assertThat(this.heard).hasSize(2).last().isEqualTo("closed");
		assertThat(this.heard.get(0)).startsWith("10 MAINPID=10 STATUS=Generation 1 (pid 11) has ended");
	}

	@Test
	void deathOfASuccessorOfAnotherServiceIsNobodysBusiness() {
		serve();
		this.sameService = false;
		pass(UpgradePhase.LAUNCHING, UpgradePhase.DRAINING);
		this.heard.clear();
		this.predecessor.successorDied(record(UpgradePhase.DRAINING, null, null));
		assertThat(this.heard).isEmpty();
	}

	@Test
	void endOfAnInstanceThatHasNamedNobodyIsTheEndAtOnce() {
		serve();
		this.predecessor.end(() -> this.heard.add("closed"));
		assertThat(this.heard).containsExactly("closed");
	}

	@Test
	void refusedReloadIsOverAtOnce() {
		serve();
		this.predecessor.refused("somebody else is on the port");
		assertThat(this.heard).containsExactly("10 RELOADING=1 MONOTONIC_USEC=0 READY=1 STATUS=Generation 0 (pid 10) "
				+ "serves; SIGHUP started no upgrade: somebody else is on the port");
	}

	@Test
	void refusedReloadDoesNotEndTheOneThatRuns() {
		serve();
		pass(UpgradePhase.LAUNCHING);
		this.heard.clear();
		this.predecessor.refused("one is under way");
		this.successor.refused("not ready");
		assertThat(this.heard).isEmpty();
	}

	@Test
	void phaseThatIsToldAgainIsToldOnce() {
		serve();
		pass(UpgradePhase.LAUNCHING, UpgradePhase.LAUNCHING, UpgradePhase.LAUNCHING);
		assertThat(this.heard).hasSize(1);
	}

}
