package io.hotupgrade.autoconfigure;

import java.time.Duration;

/**
 * Runs tasks later, possibly several at once.
 */
interface Scheduler extends AutoCloseable {

	/**
	 * Runs a task after a delay; has no effect once closed.
	 */
	void schedule(Duration delay, Runnable task);

	/**
	 * Interrupts the tasks that run and drops those that wait.
	 */
	@Override
	void close();

}
