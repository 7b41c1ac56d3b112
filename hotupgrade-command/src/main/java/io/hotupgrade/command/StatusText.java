package io.hotupgrade.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.hotupgrade.DrainStatus;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;

/**
 * What an instance is and does, for people.
 */
final class StatusText {

	private static final double NANOS_PER_MILLI = 1e6;

	private StatusText() {
	}

	/**
	 * Describes it.
	 * @param instance the instance
	 * @return lines
	 */
	static List<String> of(RunningInstance instance) {
		UpgradeStatus status = instance.status();
		List<String> lines = new ArrayList<>();
		lines.add(instance.describe());
		lines.add(line("state", status.state().name()));
		lines.add(line("connections", status.connections() + kinds(status.byProtocol())));
		lines.add(line("requests", Integer.toString(status.requests())));
		String detail = status.steering().detail();
		lines.add(line("steering",
				status.steering().mode().name().toLowerCase(Locale.ROOT) + (detail.isEmpty() ? "" : ": " + detail)));
		status.drain().ifPresent((drain) -> lines.add(line("drain", describe(drain))));
		status.upgrade().ifPresent((upgrade) -> lines.addAll(describe(upgrade)));
		status.history().stream().findFirst().ifPresent((upgrade) -> {
			lines.add("last upgrade");
			UpgradeText.ended(upgrade).forEach((line) -> lines.add("  " + line));
		});
		return lines;
	}

	private static List<String> describe(UpgradeRecord upgrade) {
		List<String> lines = new ArrayList<>();
		lines.add(line("upgrade", upgrade.id() + " since " + upgrade.identity().startedAt()));
		lines.add(line("old", RunningInstance.describe(upgrade.identity().predecessor())));
		lines.add(line("new", RunningInstance.describe(upgrade.identity().successor())));
		upgrade.progress().shift().ifPresent((shift) -> lines.add(line("shift", describe(shift))));
		upgrade.progress()
			.shift()
			.map(ShiftStatus::answered)
			.filter((answered) -> !answered.equals(ShiftStatus.Answered.NONE))
			.ifPresent((answered) -> lines.add(line("answers", describe(answered))));
		upgrade.ending()
			.reason()
			.ifPresent((reason) -> lines.add(line("undone", reason + ": " + upgrade.ending().message())));
		return lines;
	}

	private static String describe(ShiftStatus shift) {
		String held = shift.held().reason().isEmpty() ? "" : "; held: " + shift.held().reason();
		return String.format(Locale.ROOT, "step %d of %d, %d %%, accepted: old %d, new %d (%.1f %%)%s%s", shift.step(),
				shift.steps(), shift.percent(), shift.total().predecessor(), shift.total().successor(),
				shift.total().percent(), shift.waiting() ? "; waits for 'hotupgrade continue'" : "", held);
	}

	private static String describe(ShiftStatus.Answered answered) {
		return "old " + describe(answered.predecessor()) + "; new " + describe(answered.successor());
	}

	private static String describe(ShiftStatus.Answers answers) {
		return String.format(Locale.ROOT, "%d requests, %d errors, 99 %% within %.1f ms", answers.requests(),
				answers.serverErrors(), answers.percentile99().toNanos() / NANOS_PER_MILLI);
	}

	private static String describe(DrainStatus drain) {
		return "%d connections%s, %d requests left%s".formatted(drain.connections(), kinds(drain.byProtocol()),
				drain.requests(), drain.deadline().map((deadline) -> ", cut at " + deadline).orElse(""));
	}

	private static String kinds(Map<TrafficKind, Integer> kinds) {
		return kinds.isEmpty() ? ""
				: new TreeMap<>(kinds).entrySet()
					.stream()
					.map((kind) -> kind.getKey().name().toLowerCase(Locale.ROOT) + " " + kind.getValue())
					.collect(Collectors.joining(", ", " (", ")"));
	}

	private static String line(String name, String value) {
		return String.format("  %-12s %s", name, value);
	}

}
