package io.hotupgrade.messagingtests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.process.UpgradeView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many messages that wait when an upgrade begins: clients of brokers fetch more than they
 * can handle, and one that has stopped must not keep them.
 *
 * @param broker who has the messages
 * @param directory an empty directory
 */
record BacklogAcrossUpgrade(Broker broker, Path directory) {

	private static final int MESSAGES = 4_000;

	/** Left to the successor. */
	private static final int SOME = 500;

	/**
	 * Plays it: in probation, which is long, the successor handles all that is left.
	 */
	void play() throws Exception {
		for (int number = 1; number <= MESSAGES; number++) {
			this.broker.send(number);
		}
		List<String> arguments = new ArrayList<>(this.broker.arguments());
		arguments.addAll(List.of(Mode.HAND_OVER.argument(), Course.ROLL_BACK.argument(), "--numbers.work=10ms"));
		try (MessagingSample sample = MessagingSample.start(this.directory, this.broker.profile(),
				arguments.toArray(String[]::new))) {
			UpgradeView begun = sample.instance().beginUpgrade();
			sample.await("Work of the successor", (handled) -> handled.by(begun.successor().pid()) >= 1);
			long byPredecessor = sample.handled().by(begun.predecessor().pid());
			sample.await("Handling of what was left after " + byPredecessor,
					(handled) -> handled.distinct().size() == MESSAGES);
			HandledNumbers handled = sample.handled();
			assertThat(handled.repeated()).as("handled twice").isEmpty();
			assertThat(handled.overlaps()).as("begun while the other instance worked").isZero();
			assertThat(handled.by(begun.successor().pid())).as("handled by the successor").isGreaterThan(SOME);
		}
	}

}
