package io.hotupgrade.engine;

import java.time.Duration;
import java.util.function.Supplier;

import io.hotupgrade.UpgradePhase;

/**
 * Looks, as long as an upgrade runs, after what nobody would tell again: a fault that
 * could not be dealt with, and the end of the successor's process. Used on the engine's
 * thread only.
 */
final class UpgradeCheck {

	private static final Duration PERIOD = Duration.ofSeconds(1);

	private static final Runnable NOTHING = () -> {
	};

	private final Safeguard safeguard;

	private final EngineScheduler scheduler;

	private final Supplier<UpgradeStateMachine> machine;

	private Runnable cancellation = NOTHING;

	/** How often the successor's process was seen to be gone without news of that. */
	private int seenGone;

	UpgradeCheck(Safeguard safeguard, EngineScheduler scheduler, Supplier<UpgradeStateMachine> machine) {
		this.safeguard = safeguard;
		this.scheduler = scheduler;
		this.machine = machine;
	}

	void begin(UpgradeRun upgrade) {
		this.seenGone = 0;
		this.cancellation = this.scheduler.repeat(this.safeguard.guarded(() -> look(upgrade)), PERIOD);
	}

	void end() {
		this.cancellation.run();
	}

	private void look(UpgradeRun upgrade) {
		this.safeguard.retry();
		if (this.machine.get().phase() == UpgradePhase.DRAINING || upgrade.isOver()) {
			return;
		}
		boolean gone = upgrade.successor()
			.map((link) -> link.process().onExit().isDone())
			.orElseGet(() -> this.machine.get().ending().isPresent());
		this.seenGone = gone ? this.seenGone + 1 : 0;
		if (this.seenGone > 1) {
			upgrade.on(new UpgradeEvent.SuccessorExited("The successor's process has ended before it had taken over"));
		}
	}

}
