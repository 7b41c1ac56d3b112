package io.hotupgrade.internal.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketOptions;

/**
 * The receiving end of a notification socket, which reads only when the test does.
 */
final class TestManager implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 5000;

	private final UnixDatagramChannel channel;

	private final String name;

	private TestManager(String name, String address) throws IOException {
		this.name = name;
		this.channel = UnixDatagramChannel.open();
		this.channel.bind(new UnixSocketAddress(address));
		this.channel.setOption(UnixSocketOptions.SO_RCVTIMEO, PATIENCE_MILLIS);
	}

	static TestManager at(Path path) throws IOException {
		return new TestManager(path.toString(), path.toString());
	}

	static TestManager atAbstract(String name) throws IOException {
		return new TestManager("@" + name, "\0" + name);
	}

	/** A socket of this manager's, as a process finds it in its environment. */
	NotifySocket socket() {
		return NotifySocket.of(Map.of("NOTIFY_SOCKET", this.name)).orElseThrow();
	}

	String receive() throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
		this.channel.receive(buffer);
		buffer.flip();
		return StandardCharsets.UTF_8.decode(buffer).toString();
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
