package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * How long requests took that were answered as they should. Percentiles are exact to two
 * percent.
 *
 * @param count the number of requests
 * @param p50 half of them took no longer
 * @param p90 nine of ten took no longer
 * @param p99 99 of 100 took no longer
 * @param p999 999 of 1,000 took no longer
 * @param max the longest
 */
public record LatencySummary(long count, Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {

}
