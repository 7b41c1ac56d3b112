package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import io.hotupgrade.RequestStatistics;
import org.jspecify.annotations.Nullable;

/**
 * How fast the successor's share may rise: says from one report to the next whether the
 * successor keeps up with its predecessor. Does nothing itself. Used on the engine's
 * thread only.
 */
final class ShiftPace {

	/** A little less than reports are apart, as they do not come to the millisecond. */
	static final Duration SHORTEST_WINDOW = Duration.ofMillis(900);

	/** Fewer requests than this to both, in a window, are worth no care. */
	static final int FEW_REQUESTS = 20;

	/** From this many requests on their slowest says something. */
	static final int SAMPLE = 10;

	/** Where connections are kept, a share of new ones brings hardly any requests. */
	static final Duration LONGEST_WINDOW = Duration.ofMillis(1900);

	/**
	 * Stricter than the guard: what is not yet worth a rollback is worth waiting for.
	 * That it is so much slower, and no less, can be seen above the meter's grain of a
	 * quarter.
	 */
	private static final SlownessMeasure MEASURE = new SlownessMeasure(2, Duration.ofMillis(10));

	/** For those whose proof would take too long for what it protects. */
	private static final int LONG_STRIDE = 3;

	private static final int ALL_STEPS = 100;

	private static final double NANOS_PER_MILLI = 1e6;

	private @Nullable Mark begin;

	/**
	 * Takes what both have seen since they began to count.
	 * @param nanos now, on the engine's monotonic clock
	 * @param accepted the connections that both have accepted
	 * @param predecessor the predecessor's requests
	 * @param successor the successor's requests
	 * @return how to go on; empty if that cannot be said yet
	 */
	Optional<Verdict> report(long nanos, long accepted, RequestStatistics predecessor, RequestStatistics successor) {
		Mark now = new Mark(nanos, accepted, predecessor, successor);
		if (this.begin == null) {
			this.begin = now;
			return Optional.empty();
		}
		Optional<Verdict> verdict = now.since(this.begin).judge(predecessor);
		if (verdict.isPresent()) {
			this.begin = now;
		}
		return verdict;
	}

	/**
	 * How to go on.
	 *
	 * @param steps how many steps further; 0 to stay
	 * @param window the time that was looked at
	 * @param reason why it stays, for people; empty if it does not
	 */
	record Verdict(int steps, Duration window, String reason) {

		boolean holds() {
			return this.steps == 0;
		}

	}

	/**
	 * What had been counted at a moment.
	 */
	private record Mark(long nanos, long accepted, RequestStatistics predecessor, RequestStatistics successor) {

		Window since(Mark earlier) {
			return new Window(Duration.ofNanos(this.nanos - earlier.nanos), this.accepted - earlier.accepted,
					this.predecessor.minus(earlier.predecessor), this.successor.minus(earlier.successor));
		}

	}

	/**
	 * What has happened between two moments.
	 */
	private record Window(Duration length, long accepted, RequestStatistics predecessor, RequestStatistics successor) {

		Optional<Verdict> judge(RequestStatistics predecessorEver) {
			if (this.length.compareTo(SHORTEST_WINDOW) < 0) {
				return Optional.empty();
			}
			long requests = this.predecessor.requests() + this.successor.requests();
			if (this.accepted == 0 && requests == 0) {
				return further(ALL_STEPS);
			}
			if (requests < FEW_REQUESTS) {
				return further(LONG_STRIDE);
			}
			if (this.successor.requests() < SAMPLE) {
				return (this.length.compareTo(LONGEST_WINDOW) < 0) ? Optional.empty() : further(LONG_STRIDE);
			}
			return Optional.of(compare(predecessorEver));
		}

		/**
		 * With the predecessor's requests of the same time, if there is a sample of them:
		 * what slows both is not the successor's fault.
		 */
		private Verdict compare(RequestStatistics predecessorEver) {
			RequestStatistics other = (this.predecessor.requests() >= SAMPLE) ? this.predecessor : predecessorEver;
			if (!MEASURE.isSlow(this.successor, other)) {
				return new Verdict(1, this.length, "");
			}
			return new Verdict(0, this.length,
					String.format(Locale.ROOT,
							"its 99th percentile of latency was %.1f ms over %,d requests, the predecessor's %.1f ms",
							millis(SlownessMeasure.percentile(this.successor)), this.successor.requests(),
							millis(SlownessMeasure.percentile(other))));
		}

		private Optional<Verdict> further(int steps) {
			return Optional.of(new Verdict(steps, this.length, ""));
		}

		private static double millis(Duration duration) {
			return duration.toNanos() / NANOS_PER_MILLI;
		}

	}

}
