package io.hotupgrade.loadmeter.program;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets time pass in which only the load is at work.
 */
public final class Pause {

	private Pause() {
	}

	/**
	 * Waits.
	 * @param duration how long
	 * @throws InterruptedException if somebody wants this thread to end
	 */
	public static void of(Duration duration) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(duration.toNanos());
	}

}
