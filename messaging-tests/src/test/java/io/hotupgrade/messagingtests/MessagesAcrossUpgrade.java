package io.hotupgrade.messagingtests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.process.UpgradeView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are sent steadily while an upgrade takes its course, each of which is
 * counted.
 *
 * @param broker who has the messages
 * @param directory an empty directory
 * @param mode who works while both instances run
 * @param course how the upgrade goes
 * @param messages how many are sent at least
 */
record MessagesAcrossUpgrade(Broker broker, Path directory, Mode mode, Course course, int messages) {

	private static final int PER_SECOND = 600;

	/** Handled by an instance before it is judged to work. */
	private static final int WORKED = 100;

	/**
	 * Plays it.
	 * @param repeatedAtMost how many messages the broker's rules allow to be handled
	 * twice
	 */
	void play(int repeatedAtMost) throws Exception {
		play(Generation.BOOT4, repeatedAtMost);
	}

	/**
	 * The same with the application of another generation of Spring Boot.
	 */
	void play(Generation generation, int repeatedAtMost) throws Exception {
		List<String> arguments = new ArrayList<>(this.broker.arguments());
		arguments.addAll(List.of(this.mode.argument(), this.course.argument()));
		try (MessagingSample sample = MessagingSample.start(generation, this.directory, this.broker.profile(),
				arguments.toArray(String[]::new));
				SteadySender sender = SteadySender.start(this.broker, this.messages, PER_SECOND)) {
			sample.await("Work of the first instance", (handled) -> handled.all().size() >= WORKED);
			UpgradeView upgrade = sample.play(this.course, WORKED);
			long after = sender.sent();
			long inCharge = (upgrade.hasSucceeded() ? upgrade.successor() : upgrade.predecessor()).pid();
			long sent = sender.stop();
			sample.await("Handling of all " + sent + " messages, " + after + " of them before the end of the upgrade",
					(handled) -> handled.distinct().size() >= sent);
			HandledNumbers handled = sample.stop();
			System.out.printf("%s, %s, %s, %s: sent %d, handled %d, lost %d, twice %d, overlaps %d%n", generation,
					this.broker.profile(), this.mode, this.course, sent, handled.all().size(),
					handled.lost(1, sent).size(), handled.repeated().size(), handled.overlaps());
			assertThat(handled.lost(1, sent)).as("lost").isEmpty();
			assertThat(handled.repeated()).as("handled twice").hasSizeLessThanOrEqualTo(repeatedAtMost);
			assertThat(handled.by(inCharge)).as("handled by the instance in charge").isGreaterThanOrEqualTo(WORKED);
			if (this.mode == Mode.HAND_OVER) {
				assertThat(handled.overlaps()).as("begun while the other instance worked").isZero();
			}
		}
	}

}
