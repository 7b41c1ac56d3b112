package io.hotupgrade.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.control.ControlChannel;
import io.hotupgrade.internal.control.ControlMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other side of a control connection.
 */
final class TestPeer implements ControlChannel.Handler, AutoCloseable {

	private static final int LIMIT_SECONDS = 10;

	private final BlockingQueue<ControlMessage> messages = new LinkedBlockingQueue<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private ControlChannel channel;

	static TestPeer connect(Path socket) throws IOException {
		TestPeer peer = new TestPeer();
		peer.use(ControlChannel.connect(socket));
		return peer;
	}

	void use(ControlChannel connected) {
		this.channel = connected;
		connected.start(this);
	}

	void send(ControlMessage message) throws IOException {
		this.channel.send(message);
	}

	<M extends ControlMessage> M await(Class<M> type) throws InterruptedException {
		ControlMessage message = this.messages.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
		while (message instanceof ControlMessage.Heartbeat && type != ControlMessage.Heartbeat.class) {
			message = this.messages.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		assertThat(message).isInstanceOf(type);
		return type.cast(message);
	}

	void awaitEnd() throws InterruptedException {
		assertThat(this.ended.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
	}

	@Override
	public void received(ControlChannel from, ControlMessage message) {
		this.messages.add(message);
	}

	@Override
	public void closed(ControlChannel from, Optional<Throwable> cause) {
		this.ended.countDown();
	}

	@Override
	public void close() {
		this.channel.close();
	}

}
