package io.hotupgrade.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.PreparedApplication;
import io.hotupgrade.loadmeter.process.SampleInstance;

/**
 * The time from the launch to the first answer, with the starter and without it, for each
 * form in which an application can be installed.
 */
final class StartUpComparison {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private final Map<String, Pair> forms = new LinkedHashMap<>();

	/**
	 * Prepares all forms.
	 * @param with how the executable jar with the starter is launched
	 * @param without how the one without it is launched, in another directory
	 * @throws IOException if one could not be prepared
	 */
	StartUpComparison(JavaLaunch with, JavaLaunch without) throws IOException {
		this.forms.put("executable jar", new Pair(with, without));
		PreparedApplication preparedWith = PreparedApplication.extract(with);
		PreparedApplication preparedWithout = PreparedApplication.extract(without);
		this.forms.put("extracted", new Pair(preparedWith.extracted(), preparedWithout.extracted()));
		this.forms.put(preparedWith.archiveName(), new Pair(preparedWith.train(), preparedWithout.train()));
	}

	/**
	 * Starts each form with the starter and without it in turns, one at a time.
	 * @param starts how often
	 * @return a table of the times
	 */
	String measure(int starts) {
		StringBuilder table = new StringBuilder();
		table.append(String.format(Locale.ROOT, "%-32s %28s %28s %11s%n", "start-up in ms, median", "with", "without",
				"difference"));
		this.forms.forEach((form, pair) -> table.append(row(form, pair, starts)));
		return table.toString();
	}

	private static String row(String form, Pair pair, int starts) {
		double[] with = new double[starts];
		double[] without = new double[starts];
		for (int start = 0; start < starts; start++) {
			for (boolean starter : (start % 2 == 0) ? List.of(true, false) : List.of(false, true)) {
				(starter ? with : without)[start] = millis(starter ? pair.with() : pair.without());
			}
		}
		Arrays.sort(with);
		Arrays.sort(without);
		String row = String.format(Locale.ROOT, "%-32s %28s %28s %11.0f%n", form, range(with), range(without),
				OverheadComparison.median(with) - OverheadComparison.median(without));
		System.out.print(row);
		return row;
	}

	private static double millis(JavaLaunch launch) {
		long start = System.nanoTime();
		try (SampleInstance sample = SampleInstance.launch(launch)) {
			sample.awaitServing(START_TIMEOUT);
			return (System.nanoTime() - start) / 1e6;
		}
	}

	private static String range(double... sorted) {
		return String.format(Locale.ROOT, "%.0f (%.0f .. %.0f)", OverheadComparison.median(sorted), sorted[0],
				sorted[sorted.length - 1]);
	}

	/**
	 * A form of the application, in both variants.
	 */
	private record Pair(JavaLaunch with, JavaLaunch without) {

	}

}
