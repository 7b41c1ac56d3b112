package io.hotupgrade.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.hotupgrade.loadmeter.MeasuredRequest;

/**
 * The requests of a round in slices of time, as they are plotted.
 */
final class LatencyBuckets {

	static final double SECONDS = 0.25;

	private LatencyBuckets() {
	}

	/**
	 * Slices a round.
	 * @return the slices in which a request ended, in order
	 */
	static List<Bucket> of(Round round) {
		TreeMap<Long, List<MeasuredRequest>> slices = new TreeMap<>();
		for (MeasuredRequest request : round.measured()) {
			long slice = (long) Math.floor(round.secondsSinceTrigger(request.endedAt()) / SECONDS);
			slices.computeIfAbsent(slice, (number) -> new ArrayList<>()).add(request);
		}
		return slices.entrySet().stream().map((slice) -> Bucket.of(slice.getKey(), slice.getValue())).toList();
	}

	/**
	 * A slice.
	 *
	 * @param number its number, 0 beginning at the trigger
	 * @param latencies of the requests that were answered
	 * @param lost the number of those that were lost
	 */
	record Bucket(long number, Latencies latencies, long lost) {

		private static Bucket of(long number, List<MeasuredRequest> requests) {
			long lost = requests.stream().filter((request) -> request.outcome().isLost()).count();
			return new Bucket(number, Latencies.of(requests), lost);
		}

		/** Its middle, in seconds since the trigger. */
		double middle() {
			return (this.number + 0.5) * SECONDS;
		}

	}

}
