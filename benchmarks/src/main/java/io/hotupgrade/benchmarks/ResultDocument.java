package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes results as a page in Markdown with a plot for each contender.
 */
final class ResultDocument {

	static final String PAGE = "results.md";

	private final LoadSettings settings;

	private final int rounds;

	private final String machine;

	private final List<ContenderResult> results;

	ResultDocument(LoadSettings settings, int rounds, String machine, List<ContenderResult> results) {
		this.settings = settings;
		this.rounds = rounds;
		this.machine = machine;
		this.results = results;
	}

	/**
	 * Writes all files.
	 * @param directory where to; is made if it is not there
	 */
	void write(Path directory) throws IOException {
		Files.createDirectories(directory);
		for (ContenderResult result : this.results) {
			if (result.isMeasured()) {
				Files.writeString(directory.resolve(plotName(result)),
						LatencyPlot.draw(result.title(), lastRound(result)));
			}
		}
		Files.writeString(directory.resolve(PAGE), page());
	}

	String page() {
		ResultTables tables = new ResultTables(this.results);
		StringBuilder page = new StringBuilder();
		page.append("# Results of the benchmarks\n\nWritten by the program that [../benchmarks.md](../benchmarks.md) ")
			.append("describes, which also says what the columns mean.\n\n")
			.append(this.machine)
			.append("- load: ")
			.append(load())
			.append("\n\n")
			.append(tables.summary())
			.append("\n## Latency\n\n")
			.append(tables.latencies())
			.append("\n## Lost requests\n\n")
			.append(tables.losses());
		String phases = tables.phases();
		if (!phases.isEmpty()) {
			page.append("\n## Phases of the hot upgrades\n\n").append(phases);
		}
		page.append("\n## Latency over time\n");
		for (ContenderResult result : this.results) {
			if (result.isMeasured()) {
				page.append("\n![").append(result.title()).append("](").append(plotName(result)).append(")\n");
			}
		}
		return page.toString();
	}

	private String load() {
		return "%d new connections a second and %d kept-alive clients with a request every %d ms each; %s of %d s of "
			.formatted(this.settings.rate(), this.settings.clients(), this.settings.period().toMillis(),
					(this.rounds == 1) ? "1 round" : this.rounds + " rounds", this.settings.steady().toSeconds())
				+ "steady load, after %d s of warm-up, and the upgrade window, which ends %d s after the change"
					.formatted(this.settings.warmup().toSeconds(), this.settings.settle().toSeconds());
	}

	private static String plotName(ContenderResult result) {
		return result.name() + ".svg";
	}

	private static Round lastRound(ContenderResult result) {
		return result.rounds().get(result.rounds().size() - 1);
	}

}
