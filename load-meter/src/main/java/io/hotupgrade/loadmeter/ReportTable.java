package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;

/**
 * Writes a report as a table for a terminal.
 */
final class ReportTable {

	private static final String HEAD = "%-22s %9s %7s %11s %10s %10s %10s %10s %10s%n";

	private static final String ROW = "%-22s %9d %7d %11d %10s %10s %10s %10s %10s%n";

	private final MeterReport report;

	private final StringBuilder text = new StringBuilder();

	ReportTable(MeterReport report) {
		this.report = report;
	}

	@Override
	public String toString() {
		this.text.setLength(0);
		line(HEAD, "load", "requests", "lost", "closed idle", "p50", "p99", "p99.9", "max", "gap");
		this.report.kinds()
			.forEach((name, kind) -> row(name, kind.requests(), kind.lost(), kind.closedIdle(), kind.latency(),
					kind.longestGap()));
		row("all", this.report.requests(), this.report.lost(), this.report.closedIdle(), this.report.latency(),
				this.report.longestGap());
		appendOutcomes();
		appendInstances();
		this.report.losses().forEach((loss) -> line("lost: %s%n", loss));
		return this.text.toString();
	}

	private void row(String name, long requests, long lost, long closedIdle, LatencySummary latency, Duration gap) {
		line(ROW, name, requests, lost, closedIdle, millis(latency.p50()), millis(latency.p99()),
				millis(latency.p999()), millis(latency.max()), millis(gap));
	}

	private void appendOutcomes() {
		this.text.append("outcomes:");
		for (Outcome outcome : Outcome.values()) {
			long count = this.report.count(outcome);
			if (count > 0) {
				line(" %s %d", outcome, count);
			}
		}
		line("%n");
	}

	private void appendInstances() {
		this.report.instances()
			.values()
			.stream()
			.sorted(Comparator.comparing(InstanceActivity::first))
			.forEach((instance) -> line("instance %-8s answered %8d times, from %7.2f s to %7.2f s%n",
					instance.instance(), instance.answers(), seconds(instance.first()), seconds(instance.last())));
	}

	private void line(String format, Object... arguments) {
		this.text.append(String.format(Locale.ROOT, format, arguments));
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	private static String millis(Duration duration) {
		return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
	}

}
