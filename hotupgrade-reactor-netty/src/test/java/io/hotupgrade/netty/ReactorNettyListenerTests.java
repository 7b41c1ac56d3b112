package io.hotupgrade.netty;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import javax.net.SocketFactory;

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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.ChannelBindException;

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
