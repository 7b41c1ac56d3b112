package io.hotupgrade.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeirWatch}.
 */
class HeirWatchTests {

	private static final InstanceInfo OLD = new InstanceInfo(10, 0, "v1");

	private static final InstanceInfo NEW = new InstanceInfo(11, 1, "v2");

	private final ManualScheduler scheduler = new ManualScheduler();

	private final CompletableFuture<Integer> exit = new CompletableFuture<>();

	private final List<UpgradeRecord> told = new ArrayList<>();

	private boolean stopping;

	private boolean successorStops;

	private boolean dying;

	private final HeirWatch watch = new HeirWatch(new Instance(OLD, 3), this.scheduler, () -> this.stopping,
			() -> this.successorStops, (pid) -> this.exit, (pid) -> this.dying, this.told::add);

	private void reach(UpgradePhase phase) {
		this.watch.phaseChanged(record(OLD, NEW, phase));
	}

	private static UpgradeRecord record(InstanceInfo predecessor, InstanceInfo successor, UpgradePhase phase) {
		return new UpgradeRecord(new UpgradeRecord.Identity("u1", predecessor, successor, Instant.EPOCH),
				new UpgradeRecord.Progress(phase),
				new UpgradeRecord.Ending(Optional.empty(), Optional.empty(), "", Optional.empty(), List.of()),
				UpgradeReceipt.EMPTY);
	}

	@Test
	void deathBesideADrainingPredecessorLeavesNobody() {
		reach(UpgradePhase.DRAINING);
		assertThat(this.watch.orphaned()).isNotDone();
		this.exit.complete(137);
		assertThat(this.told).as("not on the thread that finds it out").isEmpty();
		this.scheduler.run();
		assertThat(this.told).hasSize(1);
		assertThat(this.watch.orphaned()).isDone();
	}

	@Test
	void deathAfterTheEngineHasEndedLeavesNobody() {
		reach(UpgradePhase.DRAINING);
		this.watch.end();
		this.scheduler.shutdown();
		this.exit.complete(137);
		assertThat(this.told).hasSize(1);
		assertThat(this.watch.orphaned()).isDone();
	}

	@Test
	void deathOfWhichTheEngineWasNotToldAnyMoreIsDealtWithOnce() {
		reach(UpgradePhase.DRAINING);
		this.exit.complete(137);
		this.dying = true;
		this.watch.end();
		this.scheduler.run();
		assertThat(this.told).hasSize(1);
		assertThat(this.watch.orphaned()).isDone();
	}

	@Test
	void successorThatIsAboutToDieIsSeenByALastLook() {
		reach(UpgradePhase.DRAINING);
		this.watch.end();
		assertThat(this.watch.orphaned()).isNotDone();
		this.dying = true;
		assertThat(this.watch.orphaned()).isDone();
		assertThat(this.told).hasSize(1);
		this.exit.complete(137);
		assertThat(this.told).hasSize(1);
	}

	@Test
	void deathBeforeThePointOfNoReturnIsNotItsBusiness() {
		reach(UpgradePhase.PROBATION);
		this.dying = true;
		this.exit.complete(137);
		this.scheduler.run();
		this.watch.end();
		assertThat(this.told).isEmpty();
		assertThat(this.watch.orphaned()).isNotDone();
	}

	@Test
	void deathOfAnotherInstancesSuccessorIsNotItsBusiness() {
		this.watch.phaseChanged(record(new InstanceInfo(9, 0, "v0"), OLD, UpgradePhase.DRAINING));
		this.exit.complete(137);
		this.scheduler.run();
		assertThat(this.told).isEmpty();
	}

	@Test
	void successorThatWasToldToStopLeavesNobodyOnPurpose() {
		reach(UpgradePhase.DRAINING);
		this.successorStops = true;
		this.exit.complete(143);
		this.scheduler.run();
		assertThat(this.told).as("a service manager waits for this process").hasSize(1);
		assertThat(this.watch.orphaned()).isNotDone();
	}

	@Test
	void instanceThatWasItselfToldToStopLeavesNobodyOnPurpose() {
		this.stopping = true;
		reach(UpgradePhase.DRAINING);
		this.exit.complete(143);
		this.scheduler.run();
		assertThat(this.told).hasSize(1);
		assertThat(this.watch.orphaned()).isNotDone();
	}

	@Test
	void leavingByAnUpgradeIsNotToldToStop() {
		reach(UpgradePhase.DRAINING);
		// As the drain begins.
		this.stopping = true;
		reach(UpgradePhase.DRAINING);
		this.exit.complete(137);
		this.scheduler.run();
		assertThat(this.watch.orphaned()).isDone();
	}

}
