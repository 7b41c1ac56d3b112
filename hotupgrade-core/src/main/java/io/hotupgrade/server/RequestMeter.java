package io.hotupgrade.server;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

import io.hotupgrade.RequestStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Counts how requests are answered, while somebody wants to know: as long as nobody does,
 * a request costs the reading of one volatile field. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RequestMeter {

	private static final int SERVER_ERROR = 500;

	private volatile @Nullable Counters counters;

	/**
	 * Whether somebody wants to know. An adapter that asks at the beginning of a request
	 * need not take the time of those that nobody asks about.
	 * @return whether {@link #record} has an effect
	 */
	public boolean isOn() {
		return this.counters != null;
	}

	/**
	 * Counts a request. Those without an end of their own, such as server-sent events,
	 * and those that became something else, such as a WebSocket, are not to be counted.
	 * @param status the response's status
	 * @param nanos how long the request took until its response was complete, in
	 * nanoseconds
	 */
	public void record(int status, long nanos) {
		Counters current = this.counters;
		if (current != null) {
			current.record(status >= SERVER_ERROR, nanos);
		}
	}

	/**
	 * Begins to count, from zero. Has no effect when called again.
	 */
	public synchronized void start() {
		if (this.counters == null) {
			this.counters = new Counters();
		}
	}

	/**
	 * Ends counting.
	 */
	public synchronized void stop() {
		this.counters = null;
	}

	/**
	 * What was counted since the start.
	 * @return the statistics; those of no request while nobody counts
	 */
	public RequestStatistics statistics() {
		Counters current = this.counters;
		return (current != null) ? current.statistics() : RequestStatistics.NONE;
	}

	/**
	 * Latencies fall into buckets whose widths grow with them.
	 */
	private static final class Counters {

		/** Buckets for each doubling of the latency. */
		private static final int DIVISIONS = 4;

		private static final int DOUBLINGS = 31;

		private static final int SHIFT = Integer.numberOfTrailingZeros(DIVISIONS);

		private static final int NANOS_PER_MICRO = 1000;

		private final LongAdder errors = new LongAdder();

		private final LongAdder[] buckets = new LongAdder[DIVISIONS * (DOUBLINGS + 1)];

		Counters() {
			for (int i = 0; i < this.buckets.length; i++) {
				this.buckets[i] = new LongAdder();
			}
		}

		void record(boolean error, long nanos) {
			this.buckets[index(nanos / NANOS_PER_MICRO)].increment();
			if (error) {
				this.errors.increment();
			}
		}

		/**
		 * Values below the number of divisions have a bucket each; above, the highest bit
		 * and those that follow it make the number of the bucket.
		 */
		private int index(long micros) {
			if (micros < DIVISIONS) {
				return (int) Math.max(0, micros);
			}
			int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - SHIFT;
			int division = (int) (micros >>> doubling) - DIVISIONS;
			return Math.min(this.buckets.length - 1, (doubling + 1) * DIVISIONS + division);
		}

		/** The largest value of a bucket. */
		private static long limit(int index) {
			if (index < DIVISIONS) {
				return index;
			}
			int doubling = index / DIVISIONS - 1;
			return ((long) (index % DIVISIONS + DIVISIONS + 1) << doubling) - 1;
		}

		RequestStatistics statistics() {
			SortedMap<Long, Long> latencies = new TreeMap<>();
			// Counted last and read first: there are never more errors than requests.
			long failed = this.errors.sum();
			long requests = 0;
			for (int i = 0; i < this.buckets.length; i++) {
				long count = this.buckets[i].sum();
				if (count > 0) {
					latencies.put(limit(i), count);
					requests += count;
				}
			}
			return new RequestStatistics(requests, failed, latencies);
		}

	}

}
