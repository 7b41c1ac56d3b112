package io.hotupgrade.engine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the calling thread wait a moment before it looks again. Comes in through
 * constructors, so that tests need not wait.
 */
@FunctionalInterface
interface Pause {

	/** Really waits. */
	Pause REAL = (duration) -> LockSupport.parkNanos(duration.toNanos());

	/**
	 * Waits.
	 * @param duration how long; may end early
	 */
	void pause(Duration duration);

}
