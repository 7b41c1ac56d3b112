package io.hotupgrade.autoconfigure.handover;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for what nobody tells, by looking again and again.
 */
final class Looking {

	private static final Duration PERIOD = Duration.ofMillis(10);

	private Looking() {
	}

	/**
	 * Waits.
	 * @param limit how long at most
	 * @param condition what to wait for
	 * @return whether it came true
	 */
	static boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
		long begin = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - begin > limit.toNanos()) {
				return false;
			}
			LockSupport.parkNanos(PERIOD.toNanos());
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
		return true;
	}

}
