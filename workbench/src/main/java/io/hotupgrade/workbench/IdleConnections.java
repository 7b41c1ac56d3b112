package io.hotupgrade.workbench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.Target;

/**
 * Connections that have had a request each and stay open.
 */
final class IdleConnections implements Closeable {

	private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final int RESPONSE_LIMIT = 16 * 1024;

	private final List<SocketChannel> channels = new ArrayList<>();

	/**
	 * Opens them, one after the other.
	 * @param target the server
	 * @param count how many
	 * @return the connections
	 * @throws IOException if one could not be opened, or was not answered
	 */
	static IdleConnections open(Target target, int count) throws IOException {
		IdleConnections connections = new IdleConnections();
		try {
			for (int opened = 0; opened < count; opened++) {
				SocketChannel channel = SocketChannel.open();
				connections.channels.add(channel);
				channel.connect(target.address());
				exchange(channel);
			}
			return connections;
		}
		catch (IOException ex) {
			connections.close();
			throw new IOException("Connection %d of %d failed (see ulimit -n): %s"
				.formatted(connections.channels.size(), count, ex.getMessage()), ex);
		}
	}

	/** What comes behind the head may stay unread. */
	private static void exchange(SocketChannel channel) throws IOException {
		channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
		ByteBuffer response = ByteBuffer.allocate(RESPONSE_LIMIT);
		while (!StandardCharsets.ISO_8859_1.decode(response.duplicate().flip()).toString().contains("\r\n\r\n")) {
			if (channel.read(response) <= 0) {
				throw new IOException("no complete answer");
			}
		}
	}

	int count() {
		return this.channels.size();
	}

	@Override
	public void close() throws IOException {
		for (SocketChannel channel : this.channels) {
			channel.close();
		}
	}

}
