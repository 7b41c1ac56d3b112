package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * How fast clients go on.
 */
final class Pace {

	/** Spares the server and the processor from clients that fail in a tight loop. */
	static final Duration AFTER_FAILURE = Duration.ofMillis(20);

	private Pace() {
	}

}
