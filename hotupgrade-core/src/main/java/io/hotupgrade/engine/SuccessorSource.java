package io.hotupgrade.engine;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.process.LaunchException;

/**
 * How an upgrade comes by its successor.
 */
@FunctionalInterface
interface SuccessorSource {

	/**
	 * Provides the successor.
	 * @param upgrade the upgrade that begins
	 * @param events is told what happens from now on
	 * @return the successor
	 * @throws LaunchException if there is no process
	 */
	SuccessorLink provide(UpgradeRecord upgrade, SuccessorLink.Events events) throws LaunchException;

}
