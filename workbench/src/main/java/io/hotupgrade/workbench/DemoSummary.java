package io.hotupgrade.workbench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.hotupgrade.loadmeter.KindReport;
import io.hotupgrade.loadmeter.LatencySummary;
import io.hotupgrade.loadmeter.LoadMeter;
import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.process.InstanceView;
import io.hotupgrade.loadmeter.process.UpgradeView;

/**
 * Says at the end what happened.
 */
final class DemoSummary {

	private static final List<String> PHASES = List.of("LAUNCHING", "STARTING", "SHIFTING", "PROBATION", "DRAINING");

	private final LoadMeter meter;

	private final MeterReport total;

	private final List<UpgradeView> upgrades;

	private final StringBuilder text = new StringBuilder();

	DemoSummary(LoadMeter meter, MeterReport total, List<UpgradeView> upgrades) {
		this.meter = meter;
		this.total = total;
		this.upgrades = upgrades;
	}

	/** Whether nothing was lost and every upgrade succeeded. */
	boolean isGood() {
		return this.total.lost() == 0 && this.upgrades.stream().allMatch(UpgradeView::hasSucceeded);
	}

	String text() {
		this.text.setLength(0);
		this.text.append(this.total.table());
		line("%nlatency of requests on new connections%n");
		line("%-18s %10s %10s %10s %12s%n", "", "p50", "p99", "max", "longest gap");
		appendWindow(Demo.BEFORE);
		appendWindow(Demo.DURING);
		appendWindow(Demo.BETWEEN);
		line("%n");
		this.upgrades.forEach(this::appendUpgrade);
		line("%n%s%n", verdict());
		return this.text.toString();
	}

	private void appendWindow(String window) {
		KindReport kind = this.meter.report(window).kinds().get(NewConnections.KIND);
		if (kind != null) {
			LatencySummary latency = kind.latency();
			line("%-18s %10s %10s %10s %12s%n", window, millis(latency.p50()), millis(latency.p99()),
					millis(latency.max()), millis(kind.longestGap()));
		}
	}

	private void appendUpgrade(UpgradeView upgrade) {
		line("%s -> %s: %s", name(upgrade.predecessor()), name(upgrade.successor()), upgrade.outcome());
		PHASES.stream()
			.filter(upgrade.timings()::containsKey)
			.forEach((phase) -> line(", %s %d ms", phase.toLowerCase(Locale.ROOT), upgrade.timings().get(phase)));
		line("; %d connections and %d requests at the switch, %d cut%n", upgrade.receipt().connectionsAtCommit(),
				upgrade.receipt().requestsAtCommit(), upgrade.receipt().connectionsCut());
		if (!upgrade.hasSucceeded()) {
			line("   %s %s%n", upgrade.reason(), upgrade.message());
			upgrade.output().forEach((output) -> line("   | %s%n", output));
		}
	}

	private String verdict() {
		long failed = this.upgrades.stream().filter((upgrade) -> !upgrade.hasSucceeded()).count();
		String upgraded = (failed == 0) ? this.upgrades.size() + " upgrades"
				: failed + " of " + this.upgrades.size() + " upgrades FAILED";
		String lost = (this.total.lost() == 0) ? "none lost" : this.total.lost() + " LOST";
		return "%s, %d requests, %s.".formatted(upgraded, this.total.requests(), lost);
	}

	private void line(String format, Object... arguments) {
		this.text.append(String.format(Locale.ROOT, format, arguments));
	}

	private static String name(InstanceView instance) {
		return "%s (pid %d, generation %d)".formatted(instance.version(), instance.pid(), instance.generation());
	}

	private static String millis(Duration duration) {
		return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
	}

}
