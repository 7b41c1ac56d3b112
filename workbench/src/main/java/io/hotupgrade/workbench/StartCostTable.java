package io.hotupgrade.workbench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.hotupgrade.loadmeter.LatencySummary;

/**
 * Shows the variants side by side, each by the median of its rounds.
 */
final class StartCostTable {

	private static final String ROW = "%-20s %10s %19s %19s %19s%n";

	private final Map<String, List<StartCostSample>> samples;

	StartCostTable(Map<String, List<StartCostSample>> samples) {
		this.samples = samples;
	}

	String text() {
		StringBuilder text = new StringBuilder(
				String.format(Locale.ROOT, ROW, "variant", "ready, ms", "p50, ms", "p99, ms", "p99.9, ms"));
		this.samples.forEach((variant,
				rounds) -> text.append(String.format(Locale.ROOT, ROW, variant,
						String.format(Locale.ROOT, "%.0f", median(rounds, StartCostSample::readyMillis)),
						change(rounds, LatencySummary::p50), change(rounds, LatencySummary::p99),
						change(rounds, LatencySummary::p999))));
		return text.toString();
	}

	/** From steady to starting, and the ratio of the two. */
	private static String change(List<StartCostSample> rounds, Function<LatencySummary, Duration> percentile) {
		double steady = median(rounds, (sample) -> millis(percentile.apply(sample.steady())));
		double starting = median(rounds, (sample) -> millis(percentile.apply(sample.starting())));
		return String.format(Locale.ROOT, "%.1f -> %.1f x%.1f", steady, starting, starting / steady);
	}

	private static double median(List<StartCostSample> rounds, ToDoubleFunction<StartCostSample> value) {
		return OverheadComparison.median(rounds.stream().mapToDouble(value).sorted().toArray());
	}

	private static double millis(Duration duration) {
		return duration.toNanos() / 1e6;
	}

}
