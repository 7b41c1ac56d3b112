package io.hotupgrade.internal.warmup;

import java.time.Duration;
import java.util.Arrays;

/**
 * Whether latencies still fall. Looks at the medians of successive windows: a single
 * pause of the garbage collector must not hide what the compiler gains. They have settled
 * when several windows in a row bring no median noticeably below the lowest before; one
 * such window alone may be the pause before the next tier of compilation.
 * <p>
 * Not thread-safe.
 */
final class LatencyTrend {

	/** Windows without an improvement after which nothing more is expected. */
	static final int PATIENCE = 5;

	private static final int PERCENT = 100;

	private final long[] window;

	private final double improvement;

	private int filled;

	private long first = -1;

	private long last = -1;

	private long lowest = Long.MAX_VALUE;

	private int without;

	/**
	 * Creates a trend.
	 * @param window how many latencies make a median
	 * @param tolerance by how many percent a median has to be lower than the lowest
	 * before it to count as an improvement
	 */
	LatencyTrend(int window, int tolerance) {
		this.window = new long[window];
		this.improvement = (double) (PERCENT - tolerance) / PERCENT;
	}

	void add(long nanos) {
		this.window[this.filled++] = nanos;
		if (this.filled == this.window.length) {
			windowComplete(median());
			this.filled = 0;
		}
	}

	private void windowComplete(long median) {
		if (this.first < 0) {
			this.first = median;
		}
		this.last = median;
		if (median < this.lowest * this.improvement) {
			this.lowest = median;
			this.without = 0;
		}
		else {
			this.without++;
		}
	}

	boolean hasSettled() {
		return this.without >= PATIENCE;
	}

	/**
	 * The median of the first window, which may be incomplete.
	 * @return the latency; zero if there is none
	 */
	Duration first() {
		return Duration.ofNanos((this.first >= 0) ? this.first : median());
	}

	/**
	 * The median of the last complete window, or of what there is if none is complete.
	 * @return the latency; zero if there is none
	 */
	Duration last() {
		return Duration.ofNanos((this.last >= 0) ? this.last : median());
	}

	private long median() {
		if (this.filled == 0) {
			return 0;
		}
		long[] sorted = Arrays.copyOf(this.window, this.filled);
		Arrays.sort(sorted);
		return sorted[this.filled / 2];
	}

}
