package io.hotupgrade;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How requests were answered during some time. Immutable.
 *
 * @param requests how many
 * @param serverErrors how many of them with a status of 500 or above
 * @param latencies how many took how long: microseconds, rounded up to a bucket, and the
 * number of requests
 * @since 0.1.0
 */
public record RequestStatistics(long requests, long serverErrors, SortedMap<Long, Long> latencies) {

	/** No request. */
	public static final RequestStatistics NONE = new RequestStatistics(0, 0, Collections.emptySortedMap());

	private static final double ALL = 100;

	public RequestStatistics {
		latencies = Collections.unmodifiableSortedMap(new TreeMap<>(latencies));
	}

	/**
	 * The share of server errors.
	 * @return in percent; 0 where there was no request
	 */
	public double errorPercent() {
		return (this.requests > 0) ? ALL * this.serverErrors / this.requests : 0;
	}

	/**
	 * The latency that a share of the requests did not exceed.
	 * @param percent the share, above 0 and up to 100
	 * @return the latency, up to a quarter too long; zero where there was no request
	 */
	public Duration percentile(double percent) {
		long sum = this.latencies.values().stream().mapToLong(Long::longValue).sum();
		long rank = (long) Math.ceil(sum * percent / ALL);
		long passed = 0;
		for (Map.Entry<Long, Long> bucket : this.latencies.entrySet()) {
			passed += bucket.getValue();
			if (passed >= rank) {
				return Duration.ofNanos(bucket.getKey() * 1000);
			}
		}
		return Duration.ZERO;
	}

	/**
	 * Adds other requests.
	 * @param other those
	 * @return the sum
	 */
	public RequestStatistics plus(RequestStatistics other) {
		return combine(other, 1);
	}

	/**
	 * Takes requests away that were counted earlier.
	 * @param earlier those
	 * @return the rest
	 */
	public RequestStatistics minus(RequestStatistics earlier) {
		return combine(earlier, -1);
	}

	private RequestStatistics combine(RequestStatistics other, int sign) {
		SortedMap<Long, Long> combined = new TreeMap<>(this.latencies);
		other.latencies.forEach((micros, count) -> combined.merge(micros, sign * count, Long::sum));
		combined.values().removeIf((count) -> count <= 0);
		return new RequestStatistics(Math.max(0, this.requests + sign * other.requests),
				Math.max(0, this.serverErrors + sign * other.serverErrors), combined);
	}

}
