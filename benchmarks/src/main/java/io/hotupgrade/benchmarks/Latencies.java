package io.hotupgrade.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalDouble;

import io.hotupgrade.loadmeter.MeasuredRequest;
import io.hotupgrade.loadmeter.Outcome;

/**
 * How long the answered requests of some time took. Exact, not from a histogram. Of lost
 * requests only the number says something: a refused connection is fast.
 */
final class Latencies {

	private static final double NANOS_PER_MILLI = 1e6;

	private final long[] sorted;

	Latencies(long... nanos) {
		this.sorted = nanos.clone();
		Arrays.sort(this.sorted);
	}

	static Latencies of(Collection<MeasuredRequest> requests) {
		return new Latencies(requests.stream()
			.filter((request) -> request.outcome() == Outcome.OK)
			.mapToLong(MeasuredRequest::nanos)
			.toArray());
	}

	int count() {
		return this.sorted.length;
	}

	/**
	 * The least latency that so many percent of the requests did not exceed (nearest
	 * rank).
	 * @return milliseconds, or nothing if no request was answered
	 */
	OptionalDouble millis(double percent) {
		if (this.sorted.length == 0) {
			return OptionalDouble.empty();
		}
		int rank = (int) Math.ceil(this.sorted.length * percent / 100);
		return OptionalDouble.of(this.sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI);
	}

	/**
	 * How many times a percentile of these is that of others.
	 * @return the ratio, or nothing if one of the two has no requests
	 */
	OptionalDouble ratio(Latencies others, double percent) {
		OptionalDouble mine = millis(percent);
		OptionalDouble theirs = others.millis(percent);
		if (mine.isEmpty() || theirs.isEmpty() || theirs.getAsDouble() == 0) {
			return OptionalDouble.empty();
		}
		return OptionalDouble.of(mine.getAsDouble() / theirs.getAsDouble());
	}

}
