package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;

/**
 * A bean that is being stopped.
 */
@FunctionalInterface
interface Stopping {

	/**
	 * Waits until it takes no work any more, and what it has taken is done.
	 * @param limit how long at most
	 * @return whether it is
	 */
	boolean await(Duration limit) throws InterruptedException;

}
