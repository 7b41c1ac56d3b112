package io.hotupgrade.endtoend;

import java.time.Duration;

/**
 * How much of the long tests is done: a part that shows a broken product within minutes,
 * or with the Maven profile {@code full} all of it.
 */
final class Extent {

	private static final boolean FULL = Boolean.getBoolean("full");

	private Extent() {
	}

	static boolean isFull() {
		return FULL;
	}

	static int upgrades() {
		return FULL ? 5 : 2;
	}

	static Duration transfer() {
		return Duration.ofSeconds(FULL ? 60 : 10);
	}

}
