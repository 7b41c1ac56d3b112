package io.hotupgrade.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.server.ListenerPlan;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BlockingAcceptChannel}.
 */
class BlockingAcceptChannelTests {

	private final ExecutorService acceptor = Executors.newSingleThreadExecutor();

	private BlockingAcceptChannel channel;

	@BeforeEach
	void open() throws IOException {
		ListenerPlan plan = new ListenerPlan(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true);
		this.channel = BlockingAcceptChannel.open("server:0", plan, 10, (socket) -> {
		});
	}

	@AfterEach
	void close() throws Exception {
		this.channel.close();
		this.acceptor.shutdown();
		assertThat(this.acceptor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	/** With a selector each connection would cost one system call more. */
	@Test
	void acceptorWaitsInAcceptAsItDoesOnTomcatsOwn() throws Exception {
		assertThat(this.channel.channel().isBlocking()).isTrue();
		assertThat(this.channel.channel().isRegistered()).isFalse();
		Future<SocketChannel> accepted = accept();
		try (SocketChannel client = connect(); SocketChannel server = accepted.get(10, TimeUnit.SECONDS)) {
			assertThat(server.getRemoteAddress()).isEqualTo(client.getLocalAddress());
		}
	}

	@Test
	void connectionThatComesWhileTomcatWantsNoneIsKept() throws Exception {
		Future<SocketChannel> none = accept();
		awaitWaiting();
		this.channel.unlock();
		try (SocketChannel client = connect()) {
			assertThat(none.get(10, TimeUnit.SECONDS)).isNull();
			try (SocketChannel server = accept().get(10, TimeUnit.SECONDS)) {
				assertThat(server.getRemoteAddress()).isEqualTo(client.getLocalAddress());
			}
		}
	}

	@Test
	void connectionThatIsKeptIsClosedWithTheListener() throws Exception {
		Future<SocketChannel> none = accept();
		awaitWaiting();
		this.channel.unlock();
		try (SocketChannel client = connect()) {
			assertThat(none.get(10, TimeUnit.SECONDS)).isNull();
			this.channel.close();
			client.socket().setSoTimeout(10_000);
			assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void listenerIsClosedUnderAnAcceptorThatWaits() throws Exception {
		Future<SocketChannel> none = accept();
		awaitWaiting();
		this.channel.stopListening().get(10, TimeUnit.SECONDS);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(none).isNotDone();
		this.channel.unlock();
		assertThat(none.get(10, TimeUnit.SECONDS)).isNull();
	}

	/** It has come back from one connection and not yet asked for the next. */
	@Test
	void acceptorThatDoesNotWaitTakesTheQueueBeforeTheListenerIsClosed() throws Exception {
		try (SocketChannel first = connect(); SocketChannel second = connect()) {
			CompletableFuture<Void> closed = this.channel.stopListening();
			try (SocketChannel acceptedFirst = accept().get(10, TimeUnit.SECONDS);
					SocketChannel acceptedSecond = accept().get(10, TimeUnit.SECONDS)) {
				assertThat(acceptedFirst.getRemoteAddress()).isEqualTo(first.getLocalAddress());
				assertThat(acceptedSecond.getRemoteAddress()).isEqualTo(second.getLocalAddress());
			}
			assertThat(closed).isNotDone();
			accept();
			closed.get(10, TimeUnit.SECONDS);
			assertThat(this.channel.isOpen()).isFalse();
		}
	}

	private Future<SocketChannel> accept() {
		return this.acceptor.submit(this.channel::accept);
	}

	private void awaitWaiting() {
		Awaitility.await().atMost(10, TimeUnit.SECONDS).until(this.channel::isWaiting);
	}

	private SocketChannel connect() throws IOException {
		return SocketChannel.open(this.channel.description().address());
	}

}
