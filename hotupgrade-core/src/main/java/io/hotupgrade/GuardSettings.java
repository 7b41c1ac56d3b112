package io.hotupgrade;

import java.time.Duration;

/**
 * When the successor serves requests so much worse than its predecessor that it is rolled
 * back.
 *
 * @param enabled whether requests are measured and compared at all
 * @param minimumRequests how many requests of each instance make a sample
 * @param errorMargin how many percentage points of its requests more than the predecessor
 * the successor may answer with a status of 500 or above
 * @param latencyRatio how many times the predecessor's 99th percentile of latency the
 * successor's may be
 * @param latencyMargin a difference between the two that decides nothing, whatever their
 * ratio
 * @param latencyPeriod how long the successor has to be too slow without a pause
 * @since 0.1.0
 */
public record GuardSettings(boolean enabled, int minimumRequests, double errorMargin, double latencyRatio,
		Duration latencyMargin, Duration latencyPeriod) {

	/** As without configuration. */
	public static final GuardSettings DEFAULTS = new GuardSettings(true, 100, 5, 3, Duration.ofMillis(50),
			Duration.ofSeconds(5));

}
