package io.hotupgrade.workbench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Compares pairs of applications with the starter and without it: each pair has a ratio
 * of its own, of which the median is taken. Two processes of the same application differ
 * by what the compiler has made of each, so the ratio comes with what it is worth: its
 * standard error, as the pairs differ.
 */
final class OverheadComparison {

	/** Of a median in terms of that of a mean, where values are distributed normally. */
	private static final double ERROR_OF_MEDIAN = Math.sqrt(Math.PI / 2);

	private final List<OverheadPair> pairs;

	OverheadComparison(List<OverheadPair> pairs) {
		this.pairs = pairs;
	}

	String table() {
		StringBuilder table = new StringBuilder();
		table.append(String.format(Locale.ROOT, "%-32s %26s %26s   %s%n", "median (least .. most)", "with", "without",
				"ratio of a pair"));
		for (OverheadSample.Metric metric : OverheadSample.Metric.values()) {
			table.append(String.format(Locale.ROOT, "%-32s %26s %26s   %s%n", metric.label(),
					range(sorted((pair) -> metric.of(pair.with()))), range(sorted((pair) -> metric.of(pair.without()))),
					ratio(sorted((pair) -> pair.ratio(metric)))));
		}
		return table.toString();
	}

	private double[] sorted(ToDoubleFunction<OverheadPair> value) {
		return this.pairs.stream().mapToDouble(value).sorted().toArray();
	}

	static double median(double... sorted) {
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * How far the median may be from what infinitely many values would give.
	 * @param values the values
	 * @return its standard error; not a number if there is only one value
	 */
	static double errorOfMedian(double... values) {
		double mean = 0;
		for (double value : values) {
			mean += value / values.length;
		}
		double squares = 0;
		for (double value : values) {
			squares += (value - mean) * (value - mean);
		}
		return ERROR_OF_MEDIAN * Math.sqrt(squares / (values.length - 1) / values.length);
	}

	private static String range(double... sorted) {
		return String.format(Locale.ROOT, "%.1f (%.1f .. %.1f)", median(sorted), sorted[0], sorted[sorted.length - 1]);
	}

	private static String ratio(double... sorted) {
		return String.format(Locale.ROOT, "%.3f +- %s (%.3f .. %.3f)", median(sorted),
				(sorted.length > 1) ? String.format(Locale.ROOT, "%.3f", errorOfMedian(sorted)) : "?", sorted[0],
				sorted[sorted.length - 1]);
	}

}
