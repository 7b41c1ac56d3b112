package io.hotupgrade.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.StartReport;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradeReceipt;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.WarmUpReport;

/**
 * An upgrade that has ended, for people.
 */
final class UpgradeText {

	private static final double MILLIS_PER_SECOND = 1000;

	private static final double MICROS_PER_MILLI = 1000;

	private static final int MIB = 1 << 20;

	private UpgradeText() {
	}

	/**
	 * Describes it.
	 * @param upgrade the upgrade
	 * @return lines
	 */
	static List<String> ended(UpgradeRecord upgrade) {
		UpgradeRecord.Identity identity = upgrade.identity();
		UpgradeRecord.Ending ending = upgrade.ending();
		List<String> lines = new ArrayList<>();
		String took = ending.endedAt()
			.map((end) -> " after %d s".formatted(Duration.between(identity.startedAt(), end).toSeconds()))
			.orElse("");
		lines.add("%s %s, %s: %s -> %s: %s%s%s".formatted(kind(upgrade), upgrade.id(), identity.startedAt(),
				brief(identity.predecessor()), brief(identity.successor()),
				ending.outcome().map(UpgradeOutcome::name).orElse("not ended"), took,
				ending.reason().map(FailureReason::name).map((reason) -> " (" + reason + ")").orElse("")));
		if (!ending.message().isEmpty()) {
			lines.add("  " + ending.message());
		}
		if (ending.isSuccess()) {
			lines.add("  " + receipt(upgrade.receipt()));
		}
		upgrade.progress().start().map(UpgradeText::start).ifPresent((start) -> lines.add("  " + start));
		if (upgrade.isRehearsal()) {
			upgrade.progress().warmUp().map(UpgradeText::warmUp).ifPresent(lines::addAll);
		}
		if (!upgrade.progress().remark().isEmpty()) {
			lines.add("  " + upgrade.progress().remark());
		}
		if (!ending.output().isEmpty()) {
			lines.add("  The last lines of the new version's output:");
			ending.output().forEach((line) -> lines.add("  | " + line));
		}
		return lines;
	}

	/**
	 * What it is called.
	 * @param upgrade an upgrade, or a rehearsal
	 * @return the first word of a sentence
	 */
	static String kind(UpgradeRecord upgrade) {
		return upgrade.isRehearsal() ? "Rehearsal" : "Upgrade";
	}

	private static String start(StartReport start) {
		return String.format(Locale.ROOT,
				"The new version was ready %.1f s after its launch, with %.1f s of processor time and %d MiB of memory, %d MiB at most",
				seconds(start.duration()), seconds(start.cpu()), start.residentBytes() / MIB, start.peakBytes() / MIB);
	}

	private static List<String> warmUp(WarmUpReport report) {
		List<String> lines = new ArrayList<>();
		lines.add(String.format(Locale.ROOT, "  Warm-up %s after %.1f s: %d requests, %d failures%s", report.state(),
				seconds(report.duration()), report.sent(), report.failures(),
				report.message().isEmpty() ? "" : ", the first: " + report.message()));
		report.requests()
			.forEach((requests) -> lines.add(String.format(Locale.ROOT,
					"    %s %s: %d times, %d failed, %.2f ms at first, %.2f ms at last%s", requests.source(),
					requests.request(), requests.sent(), requests.failed(), millis(requests.firstLatency()),
					millis(requests.lastLatency()), requests.note().isEmpty() ? "" : " (" + requests.note() + ")")));
		return lines;
	}

	private static double seconds(Duration time) {
		return time.toMillis() / MILLIS_PER_SECOND;
	}

	private static double millis(Duration time) {
		return TimeUnit.NANOSECONDS.toMicros(time.toNanos()) / MICROS_PER_MILLI;
	}

	private static String brief(InstanceInfo instance) {
		String pid = (instance.pid() != 0) ? "pid " + instance.pid() : "no process";
		return instance.version().isEmpty() ? pid : "%s (%s)".formatted(instance.version(), pid);
	}

	private static String receipt(UpgradeReceipt receipt) {
		return "%d connections and %d requests were open at the switch, %d connections and %d requests were cut"
			.formatted(receipt.connectionsAtCommit(), receipt.requestsAtCommit(), receipt.connectionsCut(),
					receipt.requestsCut());
	}

}
