package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.process.HandOff;

/**
 * How a process comes in that its predecessor has launched: it was told where to, and is
 * awaited.
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
		return successor.awaitWelcome();
	}

	@Override
	public void close() {
	}

}
