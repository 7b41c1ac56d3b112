package io.hotupgrade.workbench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets time pass in which only the load is at work.
 */
final class Pause {

	private Pause() {
	}

	static void of(Duration duration) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(duration.toNanos());
	}

}
