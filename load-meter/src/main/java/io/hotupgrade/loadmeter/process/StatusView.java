package io.hotupgrade.loadmeter.process;

import java.util.List;
import java.util.Optional;

/**
 * An instance's state, as the endpoint shows it.
 *
 * @param state the state, such as {@code SERVING}
 * @param generation the instance's generation
 * @param pid its process id
 * @param version its version
 * @param steering how new connections are steered
 * @param connections its open connections
 * @param requests its requests in flight
 * @param upgrade the upgrade that is running, or {@code null}
 * @param history upgrades that have ended, newest first
 */
public record StatusView(String state, int generation, long pid, String version, SteeringView steering, int connections,
		int requests, UpgradeView upgrade, List<UpgradeView> history) {

	private static final String SERVING = "SERVING";

	public StatusView {
		history = (history != null) ? List.copyOf(history) : List.of();
	}

	/**
	 * The result of an upgrade that is over: the instance that answers is the one it left
	 * in charge, and is back to normal.
	 * @param id the upgrade's id
	 * @return the upgrade, or nothing while it is not over
	 */
	public Optional<UpgradeView> ended(String id) {
		if (!SERVING.equals(this.state) || this.history.isEmpty() || !this.history.get(0).id().equals(id)) {
			return Optional.empty();
		}
		UpgradeView last = this.history.get(0);
		InstanceView inCharge = last.hasSucceeded() ? last.successor() : last.predecessor();
		return (this.pid == inCharge.pid()) ? Optional.of(last) : Optional.empty();
	}

	/**
	 * How new connections are steered.
	 *
	 * @param mode the mechanism
	 * @param detail why it is not the best one
	 */
	public record SteeringView(String mode, String detail) {

	}

}
