package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Counts latencies in buckets whose width grows with the value: 64 to each power of two
 * of microseconds. Not thread-safe.
 */
final class LatencyHistogram {

	private static final int SUB_BUCKET_BITS = 6;

	private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;

	private static final int BUCKETS = SUB_BUCKETS * (Long.SIZE - SUB_BUCKET_BITS);

	private final long[] counts = new long[BUCKETS];

	private long count;

	private long maxMicros;

	void record(long nanos) {
		long micros = Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos));
		this.counts[bucket(micros)]++;
		this.count++;
		this.maxMicros = Math.max(this.maxMicros, micros);
	}

	LatencySummary summary() {
		return new LatencySummary(this.count, percentile(50), percentile(90), percentile(99), percentile(99.9),
				micros(this.maxMicros));
	}

	void add(LatencyHistogram other) {
		Arrays.setAll(this.counts, (bucket) -> this.counts[bucket] + other.counts[bucket]);
		this.count += other.count;
		this.maxMicros = Math.max(this.maxMicros, other.maxMicros);
	}

	private Duration percentile(double percent) {
		long wanted = (long) Math.ceil(this.count * percent / 100);
		long seen = 0;
		for (int bucket = 0; bucket < BUCKETS && wanted > 0; bucket++) {
			seen += this.counts[bucket];
			if (seen >= wanted) {
				return micros(Math.min(highest(bucket), this.maxMicros));
			}
		}
		return Duration.ZERO;
	}

	/** Below 128 µs each value has its own bucket; above, its 7 highest bits choose. */
	private static int bucket(long micros) {
		int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(micros) - SUB_BUCKET_BITS - 1);
		return shift * SUB_BUCKETS + (int) (micros >>> shift);
	}

	private static long highest(int bucket) {
		int shift = Math.max(0, bucket / SUB_BUCKETS - 1);
		long mantissa = bucket - (long) shift * SUB_BUCKETS;
		return ((mantissa + 1) << shift) - 1;
	}

	private static Duration micros(long micros) {
		return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros));
	}

}
