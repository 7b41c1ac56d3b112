package io.hotupgrade.endtoend;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import io.hotupgrade.loadmeter.process.SampleInstance;

/**
 * A client that asks and asks and never reads an answer, until neither side can send any
 * more.
 */
final class UnreadingClient implements Closeable {

	private static final int BUFFER_BYTES = 4_096;

	private static final int REQUESTS = 1_000;

	private static final int QUIET_MILLIS = 500;

	private final SocketChannel channel;

	private long sent;

	private UnreadingClient(SocketChannel channel) {
		this.channel = channel;
	}

	static UnreadingClient connect(SampleInstance sample) throws IOException {
		SocketChannel channel = SocketChannel.open();
		// Before the connection exists, or the window has been offered already.
		channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
		channel.connect(sample.target().address());
		channel.configureBlocking(false);
		UnreadingClient client = new UnreadingClient(channel);
		int own = ((InetSocketAddress) channel.getLocalAddress()).getPort();
		long unsent = -1;
		// A server that only pauses, as one does that has just started, writes more.
		for (long now = 0; now != unsent; now = Processes.unsent(sample.port(), own)) {
			unsent = now;
			client.fill();
		}
		return client;
	}

	private void fill() throws IOException {
		ByteBuffer requests = ByteBuffer.wrap(RawClient.GET.repeat(REQUESTS).getBytes(StandardCharsets.US_ASCII));
		try (Selector selector = Selector.open()) {
			this.channel.register(selector, SelectionKey.OP_WRITE);
			while (selector.select(QUIET_MILLIS) > 0) {
				selector.selectedKeys().clear();
				if (!requests.hasRemaining()) {
					requests.rewind();
				}
				this.sent += this.channel.write(requests);
			}
		}
	}

	/** Bytes that were sent until nothing went any more. */
	long sent() {
		return this.sent;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
