package io.hotupgrade.loadmeter.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for what nobody reports, by looking again and again.
 */
public final class Waiting {

	private static final Duration PERIOD = Duration.ofMillis(20);

	private Waiting() {
	}

	/**
	 * Waits.
	 * @param timeout how long at most
	 * @param condition what to wait for; may throw in order to end waiting
	 * @return whether it came true
	 */
	public static boolean until(Duration timeout, BooleanSupplier condition) {
		return until(timeout, PERIOD, condition);
	}

	/**
	 * Waits for something that costs to be looked at.
	 * @param timeout how long at most
	 * @param period how long between two looks
	 * @param condition what to wait for; may throw in order to end waiting
	 * @return whether it came true
	 */
	static boolean until(Duration timeout, Duration period, BooleanSupplier condition) {
		long deadline = System.nanoTime() + timeout.toNanos();
		boolean met = condition.getAsBoolean();
		while (!met && System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(period.toNanos());
			met = condition.getAsBoolean();
		}
		return met;
	}

	/**
	 * Waits for as long as is fit between two looks.
	 */
	public static void aMoment() {
		LockSupport.parkNanos(PERIOD.toNanos());
	}

}
