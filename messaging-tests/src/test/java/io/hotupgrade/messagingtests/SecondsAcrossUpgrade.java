package io.hotupgrade.messagingtests;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.process.UpgradeView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job that is due each second or every other one, while upgrades take their course.
 *
 * @param profile which library has the job
 * @param arguments where the application finds what it needs
 * @param directory an empty directory
 * @param mode who works while both instances run
 * @param course how the upgrades go
 */
record SecondsAcrossUpgrade(String profile, List<String> arguments, Path directory, Mode mode, Course course) {

	/** Of an instance, before it is judged to work. */
	private static final int RUNS = 3;

	/**
	 * Plays it.
	 * @param upgrades how many, one after the other
	 * @return what was handled between the first and the last second
	 */
	Result play(int upgrades) throws Exception {
		String[] all = Stream.concat(this.arguments.stream(), Stream.of(this.mode.argument(), this.course.argument()))
			.toArray(String[]::new);
		try (MessagingSample sample = MessagingSample.start(this.directory, this.profile, all)) {
			sample.await("Work of the first instance", (handled) -> handled.all().size() >= RUNS);
			for (int i = 0; i < upgrades; i++) {
				UpgradeView upgrade = sample.play(this.course, (this.mode == Mode.HAND_OVER) ? RUNS : 0);
				long inCharge = (upgrade.hasSucceeded() ? upgrade.successor() : upgrade.predecessor()).pid();
				long before = sample.handled().by(inCharge);
				sample.await("Work of the one that stays", (handled) -> handled.by(inCharge) >= before + RUNS);
			}
			HandledNumbers handled = sample.stop();
			long first = Collections.min(handled.distinct());
			long last = Collections.max(handled.distinct());
			Result result = new Result(last - first + 1, handled.lost(first, last), handled.repeated(),
					handled.overlaps());
			System.out.printf("%s, %s, %s x %d: runs %d, lost %s, twice %s, overlaps %d%n", this.profile, this.mode,
					this.course, upgrades, result.due(), result.lost(), result.repeated(), result.overlaps());
			return result;
		}
	}

	/**
	 * What was counted.
	 *
	 * @param due runs that were due from the first to the last
	 * @param lost the times without a run
	 * @param repeated those with more than one
	 * @param overlaps how often an instance began while the other one had not ended
	 */
	record Result(long due, List<Long> lost, List<Long> repeated, long overlaps) {

		void assertEachOnce() {
			assertThat(this.lost).as("times without a run").isEmpty();
			assertNoneTwice();
		}

		void assertNoneTwice() {
			assertThat(this.repeated).as("times with two runs").isEmpty();
		}

	}

}
