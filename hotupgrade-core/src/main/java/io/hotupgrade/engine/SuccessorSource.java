package io.hotupgrade.engine;

import io.hotupgrade.internal.process.LaunchException;

/**
 * How an upgrade comes by its successor.
 */
@FunctionalInterface
interface SuccessorSource {

	/**
	 * Provides the successor.
	 * @param upgradeId the upgrade's id
	 * @param events is told what happens from now on
	 * @return the successor
	 * @throws LaunchException if there is no process
	 */
	SuccessorLink provide(String upgradeId, SuccessorLink.Events events) throws LaunchException;

}
