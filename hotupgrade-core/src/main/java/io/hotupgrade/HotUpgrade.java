package io.hotupgrade;

/**
 * The running instance's view of hot upgrades: replaces this process by its successor on
 * the same ports without losing a request.
 * <p>
 * At most one upgrade runs at a time and at most two instances share a port. All methods
 * may be called from any thread. {@link #instance()}, {@link #status()} and
 * {@link #learnedRequests()} never wait; the others wait until the engine's thread has
 * begun what they ask for, which takes milliseconds. Should it not answer for 30 seconds,
 * they throw an {@link IllegalStateException}: what was asked for may happen all the
 * same, and the status tells.
 *
 * @since 0.1.0
 */
public interface HotUpgrade {

	/**
	 * Tells what this instance is. Costs nothing, unlike the whole {@link #status()}.
	 * @return its pid, version and generation; the generation is known once the
	 * application is ready, and then does not change any more
	 */
	InstanceInfo instance();

	/**
	 * Tells what this instance is and what it is doing. While an upgrade runs,
	 * predecessor and successor answer with the same upgrade.
	 * @return the status at this moment
	 */
	UpgradeStatus status();

	/**
	 * Tells what this instance has learned of its clients' requests, which a successor
	 * that were launched now would be given to warm up with.
	 * @return the requests
	 */
	LearnedRequests learnedRequests();

	/**
	 * Looks what an upgrade would meet if it were asked for now. Launches nothing and
	 * changes nothing.
	 * @param request what would be upgraded to
	 * @return all that was found
	 */
	Preflight check(UpgradeRequest request);

	/**
	 * Launches the successor. Returns as soon as its process runs, or its start begins to
	 * be prepared; the upgrade then goes on by itself and shows in {@link #status()}.
	 * Reads the jar before, on the caller's thread, as {@link #check} does.
	 * @param request what to upgrade to
	 * @return the upgrade that has begun
	 * @throws UpgradeRefusedException if no upgrade can begin now; nothing was launched
	 */
	UpgradeRecord upgrade(UpgradeRequest request);

	/**
	 * Launches the new version as an upgrade would, lets it start, become healthy and
	 * warm up beside this instance, and ends it. It gets no connection. Returns like
	 * {@link #upgrade}; what is found then shows in {@link #status()}, and in the
	 * history, as an upgrade that {@linkplain UpgradeRecord#isRehearsal() is a
	 * rehearsal}.
	 * @param request what to rehearse the upgrade to
	 * @return the rehearsal that has begun
	 * @throws UpgradeRefusedException if no upgrade could begin now, or new connections
	 * could not be kept from the new version; nothing was launched
	 */
	UpgradeRecord rehearse(UpgradeRequest request);

	/**
	 * Lets an upgrade go on that waits at a gate of its {@linkplain ShiftPlan plan}. May
	 * be asked of either instance.
	 * @return the upgrade that goes on
	 * @throws UpgradeRefusedException if none waits at a gate
	 */
	UpgradeRecord proceed();

	/**
	 * Aborts the upgrade that is running: this instance takes all new connections back
	 * and the successor is terminated. May be asked of either instance.
	 * @return the upgrade that is being aborted
	 * @throws UpgradeRefusedException if there is none, or it is past its point of no
	 * return
	 */
	UpgradeRecord abort();

}
