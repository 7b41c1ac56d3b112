package io.hotupgrade.workbench;

import java.util.List;
import java.util.Locale;

/**
 * Compares runs with the starter and without it, by the median and with the spread, which
 * tells what the difference is worth.
 */
final class OverheadComparison {

	private final List<OverheadSample> with;

	private final List<OverheadSample> without;

	OverheadComparison(List<OverheadSample> with, List<OverheadSample> without) {
		this.with = with;
		this.without = without;
	}

	String table() {
		StringBuilder table = new StringBuilder();
		table.append(String.format(Locale.ROOT, "%-32s %26s %26s %8s%n", "median (least .. most)", "with", "without",
				"ratio"));
		for (OverheadSample.Metric metric : OverheadSample.Metric.values()) {
			double[] first = sorted(this.with, metric);
			double[] second = sorted(this.without, metric);
			table.append(String.format(Locale.ROOT, "%-32s %26s %26s %8.3f%n", metric.label(), range(first),
					range(second), median(first) / median(second)));
		}
		return table.toString();
	}

	private static double[] sorted(List<OverheadSample> samples, OverheadSample.Metric metric) {
		return samples.stream().mapToDouble(metric::of).sorted().toArray();
	}

	static double median(double... sorted) {
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private static String range(double... sorted) {
		return String.format(Locale.ROOT, "%.1f (%.1f .. %.1f)", median(sorted), sorted[0], sorted[sorted.length - 1]);
	}

}
