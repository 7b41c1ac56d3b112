package io.hotupgrade.endtoend;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

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

	/**
	 * Variants of the same: the first ones, or all.
	 * @param usual how many show a broken product
	 * @param all all of them
	 */
	static <V> List<V> variants(int usual, List<V> all) {
		return FULL ? all : all.subList(0, usual);
	}

	/** Skips a test that nothing can make short. */
	static void assumeFull() {
		Assumptions.assumeTrue(FULL, "Only with the Maven profile full");
	}

	static int upgrades() {
		return FULL ? 5 : 1;
	}

	/** Of successors, one after the other. */
	static int generations() {
		return FULL ? 10 : 1;
	}

	static Duration transfer() {
		return Duration.ofSeconds(FULL ? 60 : 10);
	}

}
