package io.hotupgrade;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance is and does.
 *
 * @param state the phase of the running upgrade, or {@link UpgradePhase#SERVING}
 * @param instance the instance that answers
 * @param steering how new connections are steered
 * @param connections connections open on all servers of this instance, that of the
 * management port included
 * @param requests requests in flight on them
 * @param upgrade the upgrade that is running
 * @param history upgrades that have ended, newest first, with those of earlier
 * generations
 * @param byProtocol the connections by what they are used for; kinds without any are
 * absent
 * @param drain how far the drain has got; empty before it begins
 * @since 0.1.0
 */
public record UpgradeStatus(UpgradePhase state, InstanceInfo instance, SteeringStatus steering, int connections,
		int requests, Optional<UpgradeRecord> upgrade, List<UpgradeRecord> history,
		Map<TrafficKind, Integer> byProtocol, Optional<DrainStatus> drain) {

	public UpgradeStatus {
		history = List.copyOf(history);
		byProtocol = Map.copyOf(byProtocol);
	}

	/**
	 * Creates the status of an instance that does not drain.
	 * @param state see {@link #state()}
	 * @param instance see {@link #instance()}
	 * @param steering see {@link #steering()}
	 * @param connections see {@link #connections()}
	 * @param requests see {@link #requests()}
	 * @param upgrade see {@link #upgrade()}
	 * @param history see {@link #history()}
	 */
	public UpgradeStatus(UpgradePhase state, InstanceInfo instance, SteeringStatus steering, int connections,
			int requests, Optional<UpgradeRecord> upgrade, List<UpgradeRecord> history) {
		this(state, instance, steering, connections, requests, upgrade, history, Map.of(), Optional.empty());
	}

	/**
	 * The same status with another history.
	 * @param other what to tell in place of {@link #history()}
	 * @return the status
	 */
	public UpgradeStatus withHistory(List<UpgradeRecord> other) {
		return new UpgradeStatus(this.state, this.instance, this.steering, this.connections, this.requests,
				this.upgrade, other, this.byProtocol, this.drain);
	}

}
