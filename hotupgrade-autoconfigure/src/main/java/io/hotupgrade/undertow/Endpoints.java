package io.hotupgrade.undertow;

import java.net.SocketAddress;

import org.xnio.channels.ConnectedChannel;

/**
 * Both ends of a connection, which tell it from all other open ones.
 *
 * @param peer the client's address
 * @param local the server's address
 */
record Endpoints(SocketAddress peer, SocketAddress local) {

	static Endpoints of(ConnectedChannel channel) {
		return new Endpoints(channel.getPeerAddress(), channel.getLocalAddress());
	}

}
