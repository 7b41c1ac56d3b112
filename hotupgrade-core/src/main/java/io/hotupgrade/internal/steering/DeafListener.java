package io.hotupgrade.internal.steering;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

import io.hotupgrade.internal.posix.Posix;
import io.hotupgrade.internal.posix.PosixException;
import io.hotupgrade.internal.posix.SocketOption;

/**
 * A listener that joins the group of one that is about to be closed, to be given its new
 * connections and to hear none of them: it takes only packets that have not passed a
 * router and begin with the highest time to live there is, and senders begin with 64 or
 * 128. A client whose packet goes unheard tries again a second later.
 * <p>
 * With the option on the listener itself, a connection whose handshake ends afterwards
 * would inherit it and be deaf, too. Filters of packets (SO_ATTACH_FILTER) would need the
 * privilege CAP_NET_ADMIN on newer kernels.
 */
final class DeafListener implements Closeable {

	private static final int HIGHEST = 255;

	private static final int SHORTEST_BACKLOG = 1;

	private final ServerSocketChannel channel;

	private DeafListener(ServerSocketChannel channel) {
		this.channel = channel;
	}

	/**
	 * Joins a listener's group. New connections have to be steered to its first member
	 * until it is {@linkplain #deafen deaf}.
	 * @param address the listener's address
	 * @return the listener, which can be heard until it is deaf
	 * @throws IOException if it cannot join
	 */
	static DeafListener join(InetSocketAddress address) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		try {
			channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			channel.bind(address, SHORTEST_BACKLOG);
			return new DeafListener(channel);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Makes it deaf.
	 * @param posix calls to the C library
	 * @param descriptor its file descriptor
	 * @param ipv6 whether its socket is one for IPv6, which takes IPv4, too
	 * @throws PosixException if the kernel refuses
	 */
	static void deafen(Posix posix, int descriptor, boolean ipv6) throws PosixException {
		posix.set(descriptor, SocketOption.MIN_TTL, HIGHEST, "a listener");
		if (ipv6) {
			posix.set(descriptor, SocketOption.MIN_HOP_COUNT, HIGHEST, "a listener");
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
