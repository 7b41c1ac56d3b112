package io.hotupgrade;

import java.util.Optional;

/**
 * Judges whether a successor may go on, while it gets traffic and its predecessor can
 * still take it back. Called on the engine's only thread: an implementation must return
 * at once. An exception is logged and counts as no objection.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UpgradeGuard {

	/**
	 * Judges a successor. Called each time when another window is complete, and only once
	 * the predecessor has answered a sample of requests, too.
	 * @param traffic what both have made of their requests
	 * @return why the successor has to be rolled back, for people; empty if it may go on
	 */
	Optional<String> findFault(TrafficComparison traffic);

}
