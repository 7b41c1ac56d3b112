package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * The engine's only thread, and its clocks.
 */
interface EngineScheduler {

	/**
	 * Monotonic time.
	 * @return nanoseconds since an arbitrary moment, as {@link System#nanoTime()}
	 */
	long nanoTime();

	/**
	 * Wall-clock time, for people only: it can jump.
	 * @return the time
	 */
	Instant now();

	/**
	 * Whether it is the engine's thread that asks.
	 * @return {@code true} on the engine's thread
	 */
	boolean isCurrent();

	/**
	 * Runs a task on the engine's thread. After {@link #shutdown()} it is dropped.
	 * @param task the task
	 */
	void execute(Runnable task);

	/**
	 * Runs a task on the engine's thread later.
	 * @param task the task
	 * @param delay from now
	 * @return cancels it; called on the engine's thread, that is always in time
	 */
	Runnable schedule(Runnable task, Duration delay);

	/**
	 * Runs a task on the engine's thread again and again, whatever it throws.
	 * @param task the task
	 * @param period before its first run, and between two
	 * @return ends that
	 */
	Runnable repeat(Runnable task, Duration period);

	/**
	 * Ends the thread after the task that is running.
	 */
	void shutdown();

}
