package io.hotupgrade.messagingapp;

import java.time.Instant;

/**
 * Which second a job is for that is due at each full one.
 */
final class Seconds {

	/** Timers count by another clock, and may be early by that. */
	private static final long EARLY_MILLIS = 20;

	private Seconds() {
	}

	static long now() {
		return Instant.now().plusMillis(EARLY_MILLIS).getEpochSecond();
	}

}
