package io.hotupgrade.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The time between two looks at something.
 */
@FunctionalInterface
interface Interval {

	/**
	 * Waits for it to pass.
	 */
	void pass();

	/**
	 * Makes one.
	 * @param length how long it is
	 * @return the interval
	 */
	static Interval of(Duration length) {
		CountDownLatch never = new CountDownLatch(1);
		return () -> {
			try {
				never.await(length.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new CommandException(ExitCode.UNDECIDED, "Interrupted");
			}
		};
	}

}
