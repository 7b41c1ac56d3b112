package io.hotupgrade.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

import io.hotupgrade.GuardSettings;
import io.hotupgrade.RequestStatistics;
import io.hotupgrade.TrafficComparison;
import io.hotupgrade.UpgradeGuard;

/**
 * The guard of those who bring no other: a successor may not be worse than its
 * predecessor by more than a margin. Immutable.
 * <p>
 * The predecessor is taken at its worse: as it was since the upgrade was asked for, or as
 * it is at the same time, if that is a sample. So what slows both is not held against the
 * successor.
 */
final class MarginGuard implements UpgradeGuard {

	/** One window may meet a burst that has nothing to do with the release. */
	static final int ERROR_WINDOWS = 2;

	static final int LATENCY_WINDOWS = 3;

	/** Standard deviations: less than one in seven hundred is by chance. */
	private static final double SIGNIFICANT = 3;

	private static final double ALL = 100;

	private static final double NANOS_PER_MILLI = 1e6;

	private final GuardSettings settings;

	private final SlownessMeasure slowness;

	MarginGuard(GuardSettings settings) {
		this.settings = settings;
		this.slowness = new SlownessMeasure(settings.latencyRatio(), settings.latencyMargin());
	}

	@Override
	public Optional<String> findFault(TrafficComparison traffic) {
		Optional<String> faulty = errors(traffic);
		return (faulty.isPresent() || traffic.awaited()) ? faulty : latency(traffic);
	}

	private Optional<String> errors(TrafficComparison traffic) {
		List<TrafficComparison.Window> bad = lastOnes(traffic,
				(window, overall) -> isFaulty(window.successor(), moreFaulty(overall, window.predecessor())));
		if (bad.size() < ERROR_WINDOWS) {
			return Optional.empty();
		}
		RequestStatistics successor = successor(bad);
		return Optional.of(String.format(Locale.ROOT,
				"The successor answered %.1f %% of %,d requests with a status of 500 or above, the predecessor %.1f %% of %,d; "
						+ "%.1f percentage points more are allowed (hotupgrade.guard.error-margin)",
				successor.errorPercent(), successor.requests(), traffic.predecessor().errorPercent(),
				traffic.predecessor().requests(), this.settings.errorMargin()));
	}

	private Optional<String> latency(TrafficComparison traffic) {
		List<TrafficComparison.Window> bad = lastOnes(traffic,
				(window, overall) -> this.slowness.isSlow(window.successor(), slower(overall, window.predecessor())));
		Duration time = bad.stream().map(TrafficComparison.Window::length).reduce(Duration.ZERO, Duration::plus);
		if (bad.size() < LATENCY_WINDOWS || time.compareTo(this.settings.latencyPeriod()) < 0) {
			return Optional.empty();
		}
		RequestStatistics successor = successor(bad);
		return Optional.of(String.format(Locale.ROOT,
				"The successor's 99th percentile of latency was %.1f ms over %,d requests in %.1f s, the predecessor's %.1f ms over %,d; "
						+ "%.1f times as much is allowed (hotupgrade.guard.latency-ratio)",
				millis(percentile(successor)), successor.requests(), millis(time) / 1000,
				millis(percentile(traffic.predecessor())), traffic.predecessor().requests(),
				this.settings.latencyRatio()));
	}

	/** The bad windows at the end, without a good one in between. */
	private static List<TrafficComparison.Window> lastOnes(TrafficComparison traffic,
			BiPredicate<TrafficComparison.Window, RequestStatistics> bad) {
		List<TrafficComparison.Window> windows = traffic.windows();
		int first = windows.size();
		while (first > 0 && bad.test(windows.get(first - 1), traffic.predecessor())) {
			first--;
		}
		return new ArrayList<>(windows.subList(first, windows.size()));
	}

	private static RequestStatistics successor(List<TrafficComparison.Window> windows) {
		return windows.stream()
			.map(TrafficComparison.Window::successor)
			.reduce(RequestStatistics.NONE, RequestStatistics::plus);
	}

	private boolean isFaulty(RequestStatistics successor, RequestStatistics predecessor) {
		return successor.errorPercent() > predecessor.errorPercent() + this.settings.errorMargin()
				&& isSignificant(successor, predecessor);
	}

	/** The test for two proportions. */
	private static boolean isSignificant(RequestStatistics successor, RequestStatistics predecessor) {
		double pooled = (double) (successor.serverErrors() + predecessor.serverErrors())
				/ (successor.requests() + predecessor.requests());
		double deviation = Math
			.sqrt(pooled * (1 - pooled) * (1.0 / successor.requests() + 1.0 / predecessor.requests()));
		return successor.errorPercent() - predecessor.errorPercent() >= SIGNIFICANT * deviation * ALL;
	}

	private RequestStatistics moreFaulty(RequestStatistics overall, RequestStatistics now) {
		return (isSample(now) && now.errorPercent() > overall.errorPercent()) ? now : overall;
	}

	private RequestStatistics slower(RequestStatistics overall, RequestStatistics now) {
		return (isSample(now) && percentile(now).compareTo(percentile(overall)) > 0) ? now : overall;
	}

	private boolean isSample(RequestStatistics statistics) {
		return statistics.requests() >= this.settings.minimumRequests();
	}

	private static Duration percentile(RequestStatistics statistics) {
		return SlownessMeasure.percentile(statistics);
	}

	private static double millis(Duration duration) {
		return duration.toNanos() / NANOS_PER_MILLI;
	}

}
