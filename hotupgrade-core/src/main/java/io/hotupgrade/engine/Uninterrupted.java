package io.hotupgrade.engine;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits that an interrupt does not end, because what is waited for happens anyway.
 */
final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Waits for a result; an interrupt is there again afterwards.
	 * @param <T> the result
	 * @param future gives it
	 * @param limit how long at most to wait
	 * @return the result
	 * @throws ExecutionException if there is none
	 * @throws TimeoutException if there is none in time
	 */
	static <T> T get(Future<T> future, Duration limit) throws ExecutionException, TimeoutException {
		long end = System.nanoTime() + limit.toNanos();
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
