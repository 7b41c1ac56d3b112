package io.hotupgrade.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

import io.hotupgrade.loadmeter.Outcome;

/**
 * Writes results as tables in Markdown.
 */
final class ResultTables {

	/** In the order in which they come; others of a later release come last. */
	private static final List<String> PHASES = List.of("PREPARING", "LAUNCHING", "STARTING", "WARMING_UP", "SHIFTING",
			"PROBATION", "DRAINING");

	private static final String NONE = "–";

	private final List<ContenderResult> results;

	ResultTables(List<ContenderResult> results) {
		this.results = results;
	}

	/** What matters, a line for each contender. */
	String summary() {
		List<List<String>> rows = new ArrayList<>();
		for (ContenderResult result : this.results) {
			if (result.isMeasured()) {
				rows.add(List.of(result.title(), count(result.requests()), count(result.lost()),
						change(result.worstSteadyMillis(), result.worstWindowMillis()), bare(result.worstRatio()),
						change(result.steady().millis(99), result.window().millis(99)), ratio(result, 99),
						change(result.steadyGapMillis(), result.windowGapMillis()), bare(result.gapRatio()),
						seconds(result.secondsToNewVersion()), seconds(result.secondsToAllConnections()),
						seconds(result.secondsToOldGone())));
			}
		}
		return table("contender",
				List.of("requests", "lost", "worst, ms", "ratio", "p99, ms", "ratio", "longest gap, ms", "ratio",
						"new version answers after", "has all new connections after", "old one gone after"),
				rows) + notes();
	}

	/** All percentiles. */
	String latencies() {
		List<List<String>> rows = new ArrayList<>();
		for (ContenderResult result : this.results) {
			if (result.isMeasured()) {
				rows.add(List.of(result.title(), percentiles(result.steady()), percentiles(result.window()),
						ratio(result, 50) + " / " + ratio(result, 99) + " / " + ratio(result, 99.9),
						count(result.steady().count()) + " / " + count(result.window().count())));
			}
		}
		return table("p50 / p99 / p99.9",
				List.of("steady, ms", "in the window, ms", "ratio", "answers steady / in the window"), rows);
	}

	/** The requests that were lost, by kind of load and by how they ended. */
	String losses() {
		List<List<String>> rows = new ArrayList<>();
		for (ContenderResult result : this.results) {
			for (Map.Entry<String, Map<Outcome, Long>> kind : result.lostByKind().entrySet()) {
				kind.getValue()
					.forEach((outcome, count) -> rows
						.add(List.of(result.title(), kind.getKey(), "`" + outcome + "`", count(count))));
			}
		}
		if (rows.isEmpty()) {
			return "None.\n";
		}
		return table("contender", List.of("load", "outcome", "requests"), rows);
	}

	/** How long the phases took of those contenders that tell. */
	String phases() {
		List<String> phases = new ArrayList<>(PHASES);
		this.results.stream()
			.flatMap((result) -> result.rounds().stream())
			.map(Round::phases)
			.map(Map::keySet)
			.flatMap(Collection::stream)
			.filter((phase) -> !PHASES.contains(phase))
			.distinct()
			.sorted()
			.forEach(phases::add);
		phases.removeIf((phase) -> this.results.stream().allMatch((result) -> result.phaseMillis(phase).isEmpty()));
		List<List<String>> rows = new ArrayList<>();
		for (ContenderResult result : this.results) {
			if (phases.stream().anyMatch((phase) -> result.phaseMillis(phase).isPresent())) {
				List<String> row = new ArrayList<>(List.of(result.title()));
				phases.forEach((phase) -> row.add(millis(result.phaseMillis(phase))));
				rows.add(row);
			}
		}
		return rows.isEmpty() ? "" : table("contender", phases, rows);
	}

	private String notes() {
		StringBuilder notes = new StringBuilder();
		for (ContenderResult result : this.results) {
			if (!result.note().isEmpty()) {
				notes.append("\n- **").append(result.title()).append("**: ").append(oneLine(result.note()));
			}
		}
		return notes.isEmpty() ? "" : notes.append('\n').toString();
	}

	private static String oneLine(String text) {
		return text.lines().findFirst().orElse("");
	}

	private static String table(String corner, List<String> columns, List<List<String>> rows) {
		StringBuilder table = new StringBuilder();
		table.append("| ").append(corner).append(" | ").append(String.join(" | ", columns)).append(" |\n");
		table.append("| --- |").append(" ---: |".repeat(columns.size())).append('\n');
		rows.forEach((row) -> table.append("| ").append(String.join(" | ", row)).append(" |\n"));
		return table.toString();
	}

	private static String percentiles(Latencies latencies) {
		return bare(latencies.millis(50)) + " / " + bare(latencies.millis(99)) + " / " + bare(latencies.millis(99.9));
	}

	private static String bare(OptionalDouble value) {
		return value.isPresent() ? format("%.1f", value.getAsDouble()) : NONE;
	}

	/** From the steady time to the window. */
	private static String change(OptionalDouble steady, OptionalDouble window) {
		return bare(steady) + " → " + bare(window);
	}

	private static String ratio(ContenderResult result, double percent) {
		return bare(result.window().ratio(result.steady(), percent));
	}

	private static String millis(OptionalDouble value) {
		return value.isPresent() ? millis(value.getAsDouble()) : NONE;
	}

	private static String millis(double value) {
		return format((value < 100) ? "%.1f ms" : "%,.0f ms", value);
	}

	private static String seconds(OptionalDouble value) {
		return value.isPresent() ? format("%.2f s", value.getAsDouble()) : NONE;
	}

	private static String count(long count) {
		return format("%,d", count);
	}

	private static String format(String format, Object value) {
		return String.format(Locale.ROOT, format, value);
	}

}
