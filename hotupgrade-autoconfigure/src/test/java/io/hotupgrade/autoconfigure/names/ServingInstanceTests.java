package io.hotupgrade.autoconfigure.names;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.engine.UpgradeEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link ServingInstance}, on both instances of an upgrade.
 */
class ServingInstanceTests {

	private static final long OLD = 1;

	private static final long NEW = 2;

	private final UpgradeEngine engine = TestEngines.inert();

	private final UpgradeEngine awaitedEngine = TestEngines.awaited();

	private ServingInstance predecessor;

	private ServingInstance successor;

	@BeforeEach
	void create() {
		this.predecessor = new ServingInstance(this.engine, OLD);
		this.successor = new ServingInstance(this.awaitedEngine, NEW);
	}

	@Test
	void servesWhenThereWasNoUpgradeUnlessItIsAwaited() {
		assertThat(this.predecessor.serves()).isTrue();
		assertThat(this.successor.serves()).isFalse();
	}

	@Test
	void beforeTheSwitchThePredecessorServes() {
		for (UpgradePhase phase : List.of(UpgradePhase.LAUNCHING, UpgradePhase.STARTING, UpgradePhase.SHIFTING)) {
			assertServes(OLD, upgrade(phase, null, null));
		}
	}

	@Test
	void fromTheSwitchOnTheSuccessorServes() {
		assertServes(NEW, upgrade(UpgradePhase.PROBATION, null, null));
		assertServes(NEW, upgrade(UpgradePhase.DRAINING, null, null));
	}

	@Test
	void fromTheReturnOnThePredecessorServes() {
		assertServes(OLD, upgrade(UpgradePhase.PROBATION, null, FailureReason.GUARD));
	}

	@Test
	void afterTheEndTheOutcomeSays() {
		assertServes(NEW, upgrade(UpgradePhase.DRAINING, UpgradeOutcome.SUCCEEDED, null));
		assertServes(NEW, upgrade(UpgradePhase.STARTING, UpgradeOutcome.SUCCEEDED, FailureReason.PREDECESSOR_DIED));
		assertServes(OLD, upgrade(UpgradePhase.STARTING, UpgradeOutcome.FAILED, FailureReason.UNHEALTHY));
		assertServes(OLD, upgrade(UpgradePhase.PROBATION, UpgradeOutcome.ROLLED_BACK, FailureReason.GUARD));
		assertServes(OLD, upgrade(UpgradePhase.PROBATION, UpgradeOutcome.ABORTED, FailureReason.ABORT_REQUESTED));
	}

	@Test
	void observersAreToldAfterwards() {
		AtomicInteger news = new AtomicInteger();
		this.successor.onNews(() -> {
			assertThat(this.successor.serves()).isTrue();
			news.incrementAndGet();
		});
		listener(this.awaitedEngine).phaseChanged(upgrade(UpgradePhase.PROBATION, null, null));
		assertThat(news).hasValue(1);
	}

	private void assertServes(long pid, UpgradeRecord upgrade) {
		for (UpgradeListener listener : List.of(listener(this.engine), listener(this.awaitedEngine))) {
			if (upgrade.ending().outcome().isPresent()) {
				listener.ended(upgrade);
			}
			else {
				listener.phaseChanged(upgrade);
			}
		}
		assertThat(this.predecessor.serves()).as(upgrade.toString()).isEqualTo(pid == OLD);
		assertThat(this.successor.serves()).as(upgrade.toString()).isEqualTo(pid == NEW);
	}

	private static UpgradeListener listener(UpgradeEngine engine) {
		ArgumentCaptor<UpgradeListener> listener = ArgumentCaptor.forClass(UpgradeListener.class);
		then(engine).should().addListener(listener.capture());
		return listener.getValue();
	}

	private static UpgradeRecord upgrade(UpgradePhase phase, UpgradeOutcome outcome, FailureReason reason) {
		return new UpgradeRecord(
				new UpgradeRecord.Identity("id", new InstanceInfo(OLD, 0, "v1"), new InstanceInfo(NEW, 1, "v2"),
						Instant.EPOCH),
				new UpgradeRecord.Progress(phase), new UpgradeRecord.Ending(Optional.ofNullable(outcome),
						Optional.ofNullable(reason), "", Optional.empty(), List.of()),
				UpgradeReceipt.EMPTY);
	}

}
