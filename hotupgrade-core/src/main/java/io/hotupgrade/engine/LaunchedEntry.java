package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

import io.hotupgrade.PredecessorException;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.UpgradeText;
import io.hotupgrade.internal.process.HandOff;

/**
 * How a process comes in that its predecessor has launched: it was told where to, and is
 * awaited. One that is only rehearsed does not come in on its own.
 */
final class LaunchedEntry implements Entry {

	private final HandOff handOff;

	private final String application;

	LaunchedEntry(HandOff handOff, String application) {
		this.handOff = handOff;
		this.application = application;
	}

	@Override
	public void begin(Successor successor) {
		successor.present(this.handOff, this.application);
	}

	@Override
	public Optional<ControlMessage.Welcome> enter(Successor successor, String name, InetSocketAddress requested)
			throws IOException {
		Optional<ControlMessage.Welcome> answer = successor.awaitWelcome();
		if (answer.isEmpty() && this.handOff.certain() && isRehearsal(this.handOff)) {
			throw new PredecessorException(
					"This process was started for a rehearsal, and the instance that has started it cannot be reached",
					"Look into that instance's log, and rehearse the upgrade again");
		}
		return answer;
	}

	/**
	 * Whether a process was launched for a rehearsal.
	 * @param handOff what it was passed
	 */
	static boolean isRehearsal(HandOff handOff) {
		return UpgradeText.read(handOff.upgrade()).map(UpgradeRecord::isRehearsal).orElse(false);
	}

	@Override
	public void close() {
	}

}
