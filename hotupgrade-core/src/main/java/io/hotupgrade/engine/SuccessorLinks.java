package io.hotupgrade.engine;

import java.util.Optional;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.PreparedStart;

/**
 * Makes {@linkplain SuccessorLink successors}.
 */
interface SuccessorLinks {

	String newId();

	/**
	 * Starts a successor's process, which will connect by itself.
	 * @param request what is wanted
	 * @param prepared where to start from; empty for the jar
	 * @param upgrade the upgrade that begins
	 * @param events is told what happens from now on
	 * @return the successor
	 * @throws LaunchException if there is no process
	 */
	SuccessorLink launch(UpgradeRequest request, Optional<PreparedStart> prepared, UpgradeRecord upgrade,
			SuccessorLink.Events events) throws LaunchException;

	/**
	 * How an upgrade comes by a successor that is launched.
	 * @param request what is wanted
	 * @return the source
	 */
	default SuccessorSource source(UpgradeRequest request) {
		return (upgrade, events) -> launch(request, Optional.empty(), upgrade, events);
	}

	void close();

}
