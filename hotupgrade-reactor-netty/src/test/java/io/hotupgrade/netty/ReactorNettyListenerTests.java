package io.hotupgrade.netty;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.learn.RequestRecorder;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.TestHandler;
import io.netty.channel.unix.DomainSocketAddress;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The listener of a server of Reactor Netty, and what depends on it.
 */
class ReactorNettyListenerTests {

	private static final String THREAD = "hotupgrade-reactor-netty";

	private final FakeRegistry registry = new FakeRegistry();

	private final TestHandler handler = new TestHandler();

	private TestReactorNetty server(ServerRegistry asked) {
		return new TestReactorNetty(asked, new Setup(0, this.handler, null), DrainHooks.NONE, true, (server) -> server);
	}

	/** Spring Boot's only thread that does waits for the listener. */
	@Test
	void processStaysAliveFromTheListenersEndToThatOfTheServer() throws Exception {
		TestReactorNetty netty = server(this.registry).start();
		try {
			UpgradableServer server = this.registry.servers().get(0);
			assertThat(isHeld()).isFalse();
			server.closeListeners().get(10, TimeUnit.SECONDS);
			assertThat(isHeld()).isTrue();
		}
		finally {
			netty.close();
		}
		Awaitility.await().untilAsserted(() -> assertThat(isHeld()).isFalse());
	}

	private static boolean isHeld() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals(THREAD) && !thread.isDaemon());
	}

	@Test
	void serverCanBeStartedAgainAfterItsListenerWasClosed() throws Exception {
		try (TestReactorNetty netty = server(this.registry).start()) {
			UpgradableServer server = this.registry.servers().get(0);
			server.closeListeners().get(10, TimeUnit.SECONDS);
			netty.start();
			assertThat(server.listeners()).hasSize(1);
			assertThat(server.listeners().get(0).name()).isEqualTo("server:0");
			assertThat(this.registry.servers()).containsExactly(server);
			try (RawConnection connection = new RawConnection(SocketFactory.getDefault(),
					server.listeners().get(0).address().getPort())) {
				assertThat(connection.exchange("/hello").body()).isEqualTo("hello");
			}
		}
	}

	/** On the thread that accepts requests are served, too. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void allThatWaitAreAcceptedBeforeOneIsServedWhileDraining(boolean epoll) throws Exception {
		LoopResources one = LoopResources.create("one", 1, true);
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch others = new CountDownLatch(1);
		List<RawConnection> waiting = new ArrayList<>();
		try (TestReactorNetty netty = new TestReactorNetty(this.registry, new Setup(0, this.handler, null),
				DrainHooks.NONE, epoll, (server) -> server.runOn(one, epoll))) {
			netty.add("/first", (request, response) -> {
				held.countDown();
				return hold(first, response);
			});
			netty.add("/other", (request, response) -> hold(others, response));
			netty.start();
			UpgradableServer server = this.registry.servers().get(0);
			int port = server.listeners().get(0).address().getPort();
			waiting.add(new RawConnection(SocketFactory.getDefault(), port));
			waiting.get(0).send(RawConnection.get("/first"));
			assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
			for (int client = 0; client < 300; client++) {
				waiting.add(new RawConnection(SocketFactory.getDefault(), port));
				waiting.get(waiting.size() - 1).send(RawConnection.get("/other"));
			}
			server.startDraining();
			first.countDown();
			Awaitility.await().untilAsserted(() -> assertThat(server.accepted()).isEqualTo(waiting.size()));
			others.countDown();
			for (RawConnection client : waiting) {
				assertThat(client.receive().status()).isEqualTo(200);
			}
		}
		finally {
			first.countDown();
			others.countDown();
			for (RawConnection client : waiting) {
				client.close();
			}
			one.dispose();
		}
	}

	private static Publisher<Void> hold(CountDownLatch until, HttpServerResponse response) {
		try {
			until.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return response.sendString(Mono.just("held"));
	}

	@Test
	void socketOfUnixIsLeftAsItIs(@TempDir Path directory) {
		Path socket = directory.resolve("server.sock");
		try (TestReactorNetty netty = new TestReactorNetty(this.registry, new Setup(0, this.handler, null),
				DrainHooks.NONE, true,
				(server) -> server.bindAddress(() -> new DomainSocketAddress(socket.toString())))) {
			netty.start();
			assertThat(socket).exists();
			assertThat(this.registry.servers()).isEmpty();
		}
	}

	/** By which Spring Boot knows a port that is in use. */
	@Test
	void portThatMustNotBeBoundIsOneThatCannotBeBound() {
		assertThatExceptionOfType(ChannelBindException.class).isThrownBy(() -> server(new Refusing()).start())
			.withCauseInstanceOf(BindException.class);
	}

	/**
	 * Lets nothing be bound.
	 */
	private static final class Refusing implements ServerRegistry {

		@Override
		public ListenerPlan plan(String name, InetSocketAddress requested) throws BindException {
			throw new BindException("for the test");
		}

		@Override
		public void register(UpgradableServer server) {
		}

		@Override
		public void unregister(UpgradableServer server) {
		}

		@Override
		public RequestMeter requestMeter() {
			return new RequestMeter();
		}

		@Override
		public RequestRecorder requestRecorder(String server) {
			return new RequestRecorder();
		}

	}

}
