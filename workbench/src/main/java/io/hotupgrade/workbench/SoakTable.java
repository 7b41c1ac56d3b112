package io.hotupgrade.workbench;

import io.hotupgrade.loadmeter.MeterReport;

/**
 * Prints a row for each generation.
 */
final class SoakTable {

	private String firstCommand;

	SoakTable() {
		System.out.printf("%10s %8s %10s %6s %8s %8s %9s %8s %10s %6s%n", "generation", "pid", "upgrade", "fds",
				"threads", "environ", "command", "RSS", "requests", "lost");
	}

	void row(int generation, long pid, long upgradeMillis, ProcessFootprint footprint, MeterReport report) {
		if (this.firstCommand == null) {
			this.firstCommand = footprint.command();
		}
		String command = footprint.command().equals(this.firstCommand) ? "same" : "differs";
		System.out.printf("%10d %8d %7d ms %6d %8d %8d %9s %5d MB %10d %6d%n", generation, pid, upgradeMillis,
				footprint.descriptors(), footprint.threads(), footprint.environmentBytes(), command,
				footprint.residentKilobytes() / 1_024, report.requests(), report.lost());
	}

}
