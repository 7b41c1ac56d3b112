package io.hotupgrade.benchmarks;

import java.util.Map;

/**
 * The old version has been replaced.
 *
 * @param triggeredAt when it was asked for, on the scale of {@link System#nanoTime()}
 * @param goneAt when the last process of the old version had ended, on the same scale
 * @param phases milliseconds by phase, of those contenders that tell them
 */
record Change(long triggeredAt, long goneAt, Map<String, ? extends Number> phases) {

	Change {
		phases = Map.copyOf(phases);
	}

}
