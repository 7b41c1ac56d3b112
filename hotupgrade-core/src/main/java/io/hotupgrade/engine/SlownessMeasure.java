package io.hotupgrade.engine;

import java.time.Duration;

import io.hotupgrade.RequestStatistics;

/**
 * By what a successor is called slow: its 99th percentile of latency, compared with its
 * predecessor's. The rise of its share waits by a narrow bound, and the guard condemns by
 * a wide one.
 *
 * @param ratio how many times the predecessor's percentile the successor's may be
 * @param margin a difference between the two that decides nothing, whatever their ratio
 */
record SlownessMeasure(double ratio, Duration margin) {

	private static final double PERCENTILE = 99;

	boolean isSlow(RequestStatistics successor, RequestStatistics predecessor) {
		Duration own = percentile(successor);
		Duration other = percentile(predecessor);
		return own.minus(other).compareTo(this.margin) > 0 && own.toNanos() > this.ratio * other.toNanos();
	}

	static Duration percentile(RequestStatistics statistics) {
		return statistics.percentile(PERCENTILE);
	}

}
