package io.hotupgrade.autoconfigure.threads;

import java.time.Duration;

/**
 * Runs tasks later, possibly several at once.
 *
 * @since 0.1.0
 */
public interface Scheduler extends AutoCloseable {

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
