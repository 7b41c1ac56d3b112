package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.hotupgrade.FailureReason;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.SuccessorProcess;
import io.hotupgrade.internal.steering.SteeringException;

/**
 * The launch of a successor, and what is due if its start takes long. Used on the
 * engine's thread only.
 */
final class SuccessorLaunch {

	private static final EngineLog logger = EngineLog.of(SuccessorLaunch.class);

	private static final Runnable NOTHING = () -> {
	};

	private final ListenerSteering steering;

	private final Duration timeout;

	private final Safeguard safeguard;

	private final Supplier<UpgradeStateMachine> machine;

	private final LongSupplier nanoTime;

	private Runnable priorityTimer = NOTHING;

	/** Why it has the usual priority by now. */
	private String slowness = "";

	/**
	 * Creates it.
	 * @param steering keeps all traffic here meanwhile
	 * @param timeout how long the successor may take until it is ready
	 * @param safeguard runs what is due later
	 * @param machine tells where the upgrade is
	 * @param nanoTime tells the time
	 */
	SuccessorLaunch(ListenerSteering steering, Duration timeout, Safeguard safeguard,
			Supplier<UpgradeStateMachine> machine, LongSupplier nanoTime) {
		this.steering = steering;
		this.timeout = timeout;
		this.safeguard = safeguard;
		this.machine = machine;
		this.nanoTime = nanoTime;
	}

	/**
	 * Launches.
	 * @param upgrade the upgrade that begins
	 * @param reports is told what the successor does
	 */
	void begin(UpgradeRun upgrade, SuccessorLink.Events reports) {
		try {
			this.steering.toFirst();
			upgrade.provideSuccessor(reports);
			SuccessorLink link = upgrade.link();
			logger.info("Upgrade {}: the successor has pid {}", upgrade.id(), link.pid());
			link.process().sameJar().ifPresent((jar) -> remarkSameJar(upgrade, jar));
			boundPriority(upgrade);
			upgrade.publish();
		}
		catch (LaunchException ex) {
			upgrade.on(new UpgradeEvent.Failed(FailureReason.LAUNCH_FAILED, ex.getMessage()));
		}
		catch (SteeringException ex) {
			upgrade.on(new UpgradeEvent.Failed(FailureReason.STEERING_FAILED, ex.getMessage()));
		}
	}

	private static void remarkSameJar(UpgradeRun upgrade, Path jar) {
		upgrade.story().sameJar(jar);
		logger.info("Upgrade {}: {}", upgrade.id(), upgrade.story().jarRemark());
	}

	private void boundPriority(UpgradeRun upgrade) {
		if (upgrade.link().process().isLowered()) {
			watchPriority(upgrade, new PriorityBound(this.timeout), this.nanoTime.getAsLong());
		}
	}

	private void watchPriority(UpgradeRun upgrade, PriorityBound bound, long launched) {
		this.priorityTimer = this.safeguard.later(() -> {
			if (isStarting(upgrade)) {
				SuccessorProcess process = upgrade.link().process();
				Duration elapsed = Duration.ofNanos(this.nanoTime.getAsLong() - launched);
				bound.reached(elapsed, process.cpuUse())
					.ifPresentOrElse((why) -> startsSlowly(upgrade, why),
							() -> watchPriority(upgrade, bound, launched));
			}
		}, PriorityBound.PERIOD);
	}

	private boolean isStarting(UpgradeRun upgrade) {
		UpgradeStateMachine current = this.machine.get();
		boolean starts = current.phase() == UpgradePhase.LAUNCHING || current.phase() == UpgradePhase.STARTING;
		return starts && !upgrade.isOver() && current.ending().isEmpty();
	}

	private void startsSlowly(UpgradeRun upgrade, String why) {
		this.slowness = why;
		upgrade.link().process().restorePriority();
		logger.info("Upgrade {}: {}", upgrade.id(), why);
		upgrade.story().startsSlowly(why);
		upgrade.publish();
	}

	/**
	 * The successor should be ready by now.
	 */
	void timedOut(UpgradeRun upgrade) {
		upgrade.on(new UpgradeEvent.Failed(FailureReason.LAUNCH_TIMEOUT,
				"The successor was not ready within %s (hotupgrade.launch.timeout); it had got to phase %s%s".formatted(
						this.timeout, this.machine.get().phase(),
						this.slowness.isEmpty() ? "" : ". " + this.slowness)));
	}

	/**
	 * The upgrade is over.
	 */
	void end() {
		this.slowness = "";
		this.priorityTimer.run();
	}

}
