package io.hotupgrade.engine;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.process.LaunchException;

/**
 * Makes {@linkplain SuccessorLink successors}.
 */
interface SuccessorLinks {

	String newId();

	/**
	 * Starts a successor's process, which will connect by itself.
	 * @param request what is wanted
	 * @param upgrade the upgrade that begins
	 * @param events is told what happens from now on
	 * @return the successor
	 * @throws LaunchException if there is no process
	 */
	SuccessorLink launch(UpgradeRequest request, UpgradeRecord upgrade, SuccessorLink.Events events)
			throws LaunchException;

	void close();

}
