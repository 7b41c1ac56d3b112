package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Optional;

import io.hotupgrade.FailureReason;
import io.hotupgrade.internal.steering.SteeringException;

/**
 * Looks, in the course of an upgrade, whether both instances listen on the same ports,
 * and nobody else. What is wrong ends the upgrade. Used on the engine's thread only.
 */
final class SharedPorts {

	private static final Duration EXIT_GRACE = Duration.ofSeconds(1);

	private final PortPair ports;

	private final Safeguard safeguard;

	SharedPorts(PortPair ports, Safeguard safeguard) {
		this.ports = ports;
		this.safeguard = safeguard;
	}

	/**
	 * The successor has told what it listens on.
	 */
	void check(UpgradeRun upgrade) {
		Optional<UpgradeEvent.Failed> difference = this.ports.difference(upgrade.link().listeners());
		if (difference.isPresent()) {
			upgrade.on(difference.get());
			return;
		}
		try {
			isPaired(upgrade);
		}
		catch (SteeringException ex) {
			upgrade.on(new UpgradeEvent.Failed(FailureReason.STEERING_FAILED, ex.getMessage()));
		}
	}

	boolean isPaired(UpgradeRun upgrade) {
		return !isDisturbed(upgrade) && isJoined(upgrade);
	}

	boolean isDisturbed(UpgradeRun upgrade) {
		Optional<UpgradeEvent.Failed> stranger = this.ports.stranger();
		stranger.ifPresent(upgrade::on);
		return stranger.isPresent();
	}

	/**
	 * If the successor does not listen, it may just have died: then its end, which can be
	 * seen only a moment later, is the reason to name.
	 */
	private boolean isJoined(UpgradeRun upgrade) {
		Optional<UpgradeEvent.Failed> absence = this.ports.absence();
		absence.ifPresent((failed) -> this.safeguard.later(() -> upgrade.on(failed), EXIT_GRACE));
		return absence.isEmpty();
	}

}
