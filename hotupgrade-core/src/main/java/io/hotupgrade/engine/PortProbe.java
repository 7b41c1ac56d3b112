package io.hotupgrade.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/**
 * Keeps what everybody relies on: a port that another process listens on is in use.
 * SO_REUSEPORT would let a second instance of the same user join it without a word
 * (socket(7)), so the first bind is tried without.
 */
final class PortProbe {

	private PortProbe() {
	}

	/**
	 * Binds the address for a moment, as a server without SO_REUSEPORT does.
	 * @param address the address
	 * @throws java.net.BindException if it is in use
	 * @throws IOException if there is no socket
	 */
	static void check(InetSocketAddress address) throws IOException {
		if (address.getPort() == 0) {
			return;
		}
		try (ServerSocketChannel probe = ServerSocketChannel.open()) {
			probe.bind(address);
		}
	}

}
