package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import io.hotupgrade.FailureReason;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.LaunchException;
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

	private Runnable priorityTimer = NOTHING;

	private Optional<PriorityBound> priority = Optional.empty();

	/**
	 * Creates it.
	 * @param steering keeps all traffic here meanwhile
	 * @param timeout how long the successor may take until it is ready
	 * @param safeguard runs what is due later
	 * @param machine tells where the upgrade is
	 */
	SuccessorLaunch(ListenerSteering steering, Duration timeout, Safeguard safeguard,
			Supplier<UpgradeStateMachine> machine) {
		this.steering = steering;
		this.timeout = timeout;
		this.safeguard = safeguard;
		this.machine = machine;
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
		PriorityBound bound = new PriorityBound(upgrade.link().process(), this.timeout);
		this.priority = Optional.of(bound);
		this.priorityTimer = this.safeguard.later(() -> startsSlowly(upgrade, bound), bound.limit());
	}

	private void startsSlowly(UpgradeRun upgrade, PriorityBound bound) {
		UpgradeStateMachine current = this.machine.get();
		boolean starts = current.phase() == UpgradePhase.LAUNCHING || current.phase() == UpgradePhase.STARTING;
		if (starts && !upgrade.isOver() && current.ending().isEmpty()) {
			bound.reach();
			upgrade.story().startsSlowly(bound.describe());
			upgrade.publish();
		}
	}

	/**
	 * The successor should be ready by now.
	 */
	void timedOut(UpgradeRun upgrade) {
		String slow = this.priority.map(PriorityBound::describe).orElse("");
		upgrade.on(new UpgradeEvent.Failed(FailureReason.LAUNCH_TIMEOUT,
				"The successor was not ready within %s (hotupgrade.launch.timeout); it had got to phase %s%s"
					.formatted(this.timeout, this.machine.get().phase(), slow.isEmpty() ? "" : ". " + slow)));
	}

	/**
	 * The upgrade is over.
	 */
	void end() {
		this.priority = Optional.empty();
		this.priorityTimer.run();
	}

}
