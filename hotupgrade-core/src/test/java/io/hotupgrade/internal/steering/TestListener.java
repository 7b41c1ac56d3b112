package io.hotupgrade.internal.steering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A listener with SO_REUSEPORT that accepts only when it is told to: as slow as a test
 * wants it, without waiting. Answers each connection's first byte with the same byte.
 */
final class TestListener implements AutoCloseable {

	private static final int BACKLOG = 1000;

	private final ServerSocketChannel channel;

	private final InetSocketAddress address;

	private final List<SocketChannel> unanswered = new ArrayList<>();

	private int accepted;

	private TestListener(ServerSocketChannel channel) throws IOException {
		this.channel = channel;
		this.address = (InetSocketAddress) channel.getLocalAddress();
	}

	/** Opens a listener on a loopback port of its own. */
	static TestListener open() throws IOException {
		return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), StandardProtocolFamily.INET6);
	}

	/** Opens another listener of the same group. */
	TestListener openAnother() throws IOException {
		return open(this.address, StandardProtocolFamily.INET6);
	}

	static TestListener open(InetSocketAddress address, ProtocolFamily family) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open(family);
		try {
			channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			channel.configureBlocking(false);
			channel.bind(address, BACKLOG);
			return new TestListener(channel);
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	InetSocketAddress address() {
		return this.address;
	}

	/** Accepts all connections that wait now. */
	void acceptAll() {
		while (acceptOne()) {
		}
	}

	/** Accepts a connection if one waits now. */
	boolean acceptOne() {
		try {
			SocketChannel connection = this.channel.accept();
			if (connection == null) {
				return false;
			}
			this.unanswered.add(connection);
			this.accepted++;
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How many connections were accepted so far. */
	int accepted() {
		return this.accepted;
	}

	/** Answers the accepted connections. Waits for each one's byte. */
	void answerAll() throws IOException {
		for (SocketChannel connection : this.unanswered) {
			ByteBuffer request = ByteBuffer.allocate(1);
			connection.read(request);
			connection.write(request.flip());
			connection.close();
		}
		this.unanswered.clear();
	}

	/** Closes the listener; connections that were accepted stay. */
	void closeListener() throws IOException {
		this.channel.close();
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
		for (SocketChannel connection : this.unanswered) {
			connection.close();
		}
	}

}
