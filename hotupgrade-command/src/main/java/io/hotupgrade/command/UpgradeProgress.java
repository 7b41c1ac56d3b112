package io.hotupgrade.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;

/**
 * Prints a line for each step of an upgrade, with the time since it was first seen.
 */
final class UpgradeProgress {

	private static final double MILLIS_PER_SECOND = 1000;

	private final PrintWriter out;

	private final LongSupplier nanoTime;

	private final long start;

	private String last = "";

	/**
	 * Creates it.
	 * @param out where to print
	 * @param nanoTime the monotonic clock
	 */
	UpgradeProgress(PrintWriter out, LongSupplier nanoTime) {
		this.out = out;
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
	}

	/**
	 * The upgrade was seen.
	 * @param upgrade the upgrade as it stands
	 */
	void show(UpgradeRecord upgrade) {
		if (upgrade.ending().outcome().isPresent()) {
			return;
		}
		String step = step(upgrade);
		if (step.equals(this.last)) {
			return;
		}
		this.last = step;
		long millis = TimeUnit.NANOSECONDS.toMillis(this.nanoTime.getAsLong() - this.start);
		this.out.println(
				String
					.format(Locale.ROOT, "[%6.1f s] %-9s %s%s", millis / MILLIS_PER_SECOND, upgrade.phase(), step,
							accepted(upgrade))
					.stripTrailing());
		this.out.flush();
	}

	/** What makes a line, and is its text. */
	private static String step(UpgradeRecord upgrade) {
		if (upgrade.ending().reason().isPresent()) {
			return "is being undone (%s): %s".formatted(upgrade.ending().reason().get(), upgrade.ending().message());
		}
		if (!upgrade.ending().message().isEmpty()) {
			return "the new version is ready, and is ended";
		}
		return switch (upgrade.phase()) {
			case SERVING -> "";
			case PREPARING -> "the start of the new version is prepared";
			case LAUNCHING -> "the new version is started" + pid(upgrade.identity().successor());
			case STARTING ->
				"the new version%s listens and is not ready yet".formatted(pid(upgrade.identity().successor()));
			case SHIFTING ->
				upgrade.progress().shift().map(UpgradeProgress::step).orElse("new connections begin to move");
			case PROBATION -> "all new connections go to the new version, which is watched";
			case DRAINING -> "the old version finishes what it has accepted";
		};
	}

	private static String step(ShiftStatus shift) {
		return "step %d of %d: %d %% of new connections to the new version%s".formatted(shift.step(), shift.steps(),
				shift.percent(), shift.waiting() ? ", until 'hotupgrade continue'" : "");
	}

	/** Changes with each look, and so makes no line of its own. */
	private static String accepted(UpgradeRecord upgrade) {
		Optional<ShiftStatus.Split> split = upgrade.progress()
			.shift()
			.map(ShiftStatus::total)
			.filter((total) -> upgrade.phase() == UpgradePhase.SHIFTING && total.predecessor() + total.successor() > 0);
		return split
			.map((total) -> "; accepted since: old %d, new %d".formatted(total.predecessor(), total.successor()))
			.orElse("");
	}

	private static String pid(InstanceInfo successor) {
		return (successor.pid() != 0) ? " (pid " + successor.pid() + ")" : "";
	}

}
