package io.hotupgrade.server;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

import io.hotupgrade.RequestStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Counts how requests are answered. All are counted, whether somebody wants to know or
 * not: a way through the code that is taken for the first time when an upgrade begins
 * makes the JVM throw away what it has compiled of the handling of requests, at the very
 * moment when another JVM starts beside it. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RequestMeter {

	private static final int SERVER_ERROR = 500;

	private final Counters counters = new Counters();

	/** What had been counted when somebody began to want to know. */
	private volatile @Nullable RequestStatistics begin;

	/**
	 * Whether somebody wants to know.
	 * @return whether there are {@link #statistics}
	 */
	public boolean isOn() {
		return this.begin != null;
	}

	/**
	 * Counts a request. Those without an end of their own, such as server-sent events,
	 * and those that became something else, such as a WebSocket, are not to be counted.
	 * @param status the response's status
	 * @param nanos how long the request took until its response was complete, in
	 * nanoseconds
	 */
	public void record(int status, long nanos) {
		this.counters.record(status >= SERVER_ERROR, nanos);
	}

	/**
	 * Begins to tell, from zero: what ends from now on counts. Has no effect when called
	 * again.
	 */
	public synchronized void start() {
		if (this.begin == null) {
			RequestStatistics now = this.counters.statistics();
			// Read last, here: an error in the difference is never without its request.
			this.begin = new RequestStatistics(now.requests(), this.counters.errors.sum(), now.latencies());
		}
	}

	/**
	 * Ends telling.
	 */
	public synchronized void stop() {
		this.begin = null;
	}

	/**
	 * What has ended since the start.
	 * @return the statistics; those of no request while nobody wants to know
	 */
	public RequestStatistics statistics() {
		RequestStatistics before = this.begin;
		return (before != null) ? this.counters.statistics().minus(before) : RequestStatistics.NONE;
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
