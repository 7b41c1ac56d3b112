package io.hotupgrade;

import java.util.List;
import java.util.Optional;

/**
 * What an instance is and does.
 *
 * @param state the phase of the running upgrade, or {@link UpgradePhase#SERVING}
 * @param instance the instance that answers
 * @param steering how new connections are steered
 * @param connections connections open on this instance
 * @param requests requests in flight on this instance
 * @param upgrade the upgrade that is running
 * @param history upgrades that have ended, newest first, with those of earlier
 * generations
 */
public record UpgradeStatus(UpgradePhase state, InstanceInfo instance, SteeringStatus steering, int connections,
		int requests, Optional<UpgradeRecord> upgrade, List<UpgradeRecord> history) {

	public UpgradeStatus {
		history = List.copyOf(history);
	}

}
