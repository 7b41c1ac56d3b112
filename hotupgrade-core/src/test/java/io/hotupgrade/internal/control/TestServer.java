package io.hotupgrade.internal.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A {@link ControlServer} whose accepted channels can be waited for, with clients that
 * may be as rude as a test wants.
 */
final class TestServer implements AutoCloseable {

	final BlockingQueue<ControlChannel> accepted = new LinkedBlockingQueue<>();

	final ControlServer server;

	TestServer(Path directory) throws IOException {
		this(directory, ControlChannel.SEND_TIMEOUT);
	}

	TestServer(Path directory, Duration sendTimeout) throws IOException {
		this(directory, sendTimeout, (channel) -> {
		});
	}

	TestServer(Path directory, Duration sendTimeout, Consumer<ControlChannel> first) throws IOException {
		long uid = CurrentUser.uid();
		this.server = ControlServer.open(directory, (channel) -> {
			first.accept(channel);
			this.accepted.add(channel);
		}, new ControlConnector((peer) -> peer == uid, new ControlCodec(), sendTimeout));
	}

	ControlChannel connect() throws IOException {
		return ControlChannel.connect(this.server.path());
	}

	/** A client by the JDK's own means. */
	SocketChannel connectRaw() throws IOException {
		return connectRaw(this.server.path());
	}

	static SocketChannel connectRaw(Path path) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		channel.connect(UnixDomainSocketAddress.of(path));
		return channel;
	}

	ControlChannel awaitAccepted() throws InterruptedException {
		ControlChannel channel = this.accepted.poll(CapturingHandler.PROMPTLY.toMillis(), TimeUnit.MILLISECONDS);
		if (channel == null) {
			throw new AssertionError("No connection was accepted in time");
		}
		return channel;
	}

	@Override
	public void close() {
		this.server.close();
		this.accepted.forEach(ControlChannel::close);
	}

}
