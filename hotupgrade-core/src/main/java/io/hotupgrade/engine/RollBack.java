package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import io.hotupgrade.EngineSettings;
import io.hotupgrade.FailureReason;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.steering.SteeringException;

/**
 * The way back of an upgrade that does not succeed: first the traffic, then the
 * successor's end. Used on the engine's thread only.
 */
final class RollBack {

	private static final EngineLog logger = EngineLog.of(RollBack.class);

	/** A successor that drains without a limit is waited for as long as it takes. */
	private static final Duration NO_LIMIT = Duration.ofDays(365);

	private final Servers servers;

	private final ListenerSteering steering;

	private final EngineSettings settings;

	private final Supplier<Duration> givingBack;

	private final PhaseTimer timer;

	private final Supplier<UpgradeStateMachine> machine;

	/**
	 * Creates it.
	 * @param servers the predecessor's servers
	 * @param steering steers their listeners
	 * @param settings how long a successor may take to leave
	 * @param givingBack how much longer it may take to give back what it has got
	 * @param timer limits the phase that ends now
	 * @param machine tells where the upgrade is
	 */
	RollBack(Servers servers, ListenerSteering steering, EngineSettings settings, Supplier<Duration> givingBack,
			PhaseTimer timer, Supplier<UpgradeStateMachine> machine) {
		this.servers = servers;
		this.steering = steering;
		this.settings = settings;
		this.givingBack = givingBack;
		this.timer = timer;
		this.machine = machine;
	}

	void takeBack(UpgradeRun upgrade) {
		new Attempts().run(this.timer::cancel).run(this::steerBack).run(this.servers::stopDraining).end();
		Optional<UpgradeStateMachine.Ending> ending = this.machine.get().ending();
		if (ending.map(UpgradeStateMachine.Ending::isFailure).orElse(true)) {
			logger.warn("Upgrade {} does not succeed, this instance serves on: {}", upgrade.id(),
					ending.map(UpgradeStateMachine.Ending::message).orElse("the successor has exited"));
		}
	}

	private void steerBack() {
		try {
			this.steering.toFirst();
		}
		catch (SteeringException ex) {
			logger.error("New connections could not be taken back before the successor is gone", ex);
		}
	}

	void terminateSuccessor(UpgradeRun upgrade) {
		upgrade.successor().ifPresentOrElse((link) -> terminate(upgrade, link), () -> endWithoutSuccessor(upgrade));
	}

	private static void endWithoutSuccessor(UpgradeRun upgrade) {
		upgrade.stopPreparing();
		upgrade.on(new UpgradeEvent.SuccessorExited("It was never started"));
	}

	private void terminate(UpgradeRun upgrade, SuccessorLink link) {
		Attempts attempts = new Attempts();
		attempts.run(() -> link.send(new ControlMessage.RolledBack(upgrade.story().message())));
		attempts.run(() -> link.terminate(grace()));
		attempts.run(upgrade::publish);
		attempts.end();
	}

	private Duration grace() {
		boolean finishes = this.machine.get().hasShared() && !isUnresponsive();
		if (!finishes) {
			return this.settings.terminationTimeout();
		}
		return this.settings.terminationTimeout()
			.plus(this.settings.drain().limit().orElse(NO_LIMIT))
			.plus(this.givingBack.get());
	}

	/** Such a one will not finish anything. */
	private boolean isUnresponsive() {
		return this.machine.get()
			.ending()
			.flatMap(UpgradeStateMachine.Ending::reason)
			.filter(FailureReason.SUCCESSOR_UNRESPONSIVE::equals)
			.isPresent();
	}

}
