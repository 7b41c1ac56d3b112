package io.hotupgrade.engine;

import java.net.InetSocketAddress;
import java.util.Optional;

import io.hotupgrade.internal.control.ControlMessage;

/**
 * Finds the address that a listener of the successor's shares with one of the
 * predecessor's.
 */
final class SharedAddress {

	private SharedAddress() {
	}

	/**
	 * Finds the predecessor's listener of the same name or address.
	 * @param answer the predecessor's answer
	 * @param name the listener's name
	 * @param requested the address that configuration asks for
	 * @return the address that both share; empty if the predecessor has no such listener,
	 * so that the port must be free
	 */
	static Optional<InetSocketAddress> find(ControlMessage.Welcome answer, String name, InetSocketAddress requested) {
		return answer.listeners()
			.stream()
			.filter((listener) -> (requested.getPort() != 0) ? overlap(listener.address(), requested)
					: listener.name().equals(name))
			.findFirst()
			.map((listener) -> new InetSocketAddress(requested.getAddress(), listener.address().getPort()));
	}

	/** At two addresses of its own each, one port belongs to two. */
	private static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
		return one.getPort() == other.getPort() && (one.getAddress().isAnyLocalAddress()
				|| other.getAddress().isAnyLocalAddress() || one.getAddress().equals(other.getAddress()));
	}

}
