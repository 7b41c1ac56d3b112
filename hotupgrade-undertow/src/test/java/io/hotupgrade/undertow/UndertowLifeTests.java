package io.hotupgrade.undertow;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.learn.RequestRecorder;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.TestHandler;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServer;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The life of the server and of its threads.
 */
class UndertowLifeTests {

	private final Set<Thread> threadsBefore = xnioThreads();

	private final FakeRegistry registry = new FakeRegistry();

	private static Set<Thread> xnioThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("XNIO") || thread.getName().startsWith("given"))
			.collect(Collectors.toSet());
	}

	private Set<Thread> newThreads() {
		Set<Thread> threads = xnioThreads();
		threads.removeAll(this.threadsBefore);
		return threads;
	}

	private void awaitNoNewThreads() {
		Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(newThreads()).isEmpty());
	}

	private TestUndertow undertow(int port) {
		return undertow(port, this.registry, (factory) -> {
		});
	}

	private static TestUndertow undertow(int port, ServerRegistry registry,
			Consumer<UndertowServletWebServerFactory> settings) {
		return new TestUndertow(registry, new Setup(port, new TestHandler(), null), settings);
	}

	private static int statusOf(TestUndertow undertow) throws Exception {
		try (RawConnection connection = new RawConnection(SocketFactory.getDefault(), undertow.server().getPort())) {
			return connection.exchange("/hello").status();
		}
	}

	@Test
	void serverThatIsNeverStartedHasNoThreads() {
		try (TestUndertow undertow = undertow(0)) {
			assertThat(undertow.server()).isInstanceOf(UndertowServletWebServer.class);
			assertThat(newThreads()).isEmpty();
		}
		assertThat(newThreads()).isEmpty();
	}

	@Test
	void threadsEndWhenTheServerStops() throws Exception {
		try (TestUndertow undertow = undertow(0).start()) {
			assertThat(statusOf(undertow)).isEqualTo(200);
			assertThat(newThreads()).isNotEmpty();
			undertow.server().stop();
			awaitNoNewThreads();
		}
	}

	@Test
	void serverCanBeStartedAgain() throws Exception {
		try (TestUndertow undertow = undertow(0).start()) {
			UpgradableServer server = this.registry.servers().get(0);
			server.startDraining();
			server.closeListeners().join();
			undertow.server().stop();
			assertThat(this.registry.servers()).isEmpty();
			undertow.server().start();
			assertThat(this.registry.servers()).containsExactly(server);
			assertThat(server.listeners()).singleElement()
				.satisfies((listener) -> assertThat(listener.name()).isEqualTo("server:0"));
			try (RawConnection connection = new RawConnection(SocketFactory.getDefault(),
					undertow.server().getPort())) {
				assertThat(connection.exchange("/hello").endsConnection()).isFalse();
			}
		}
		awaitNoNewThreads();
	}

	@Test
	void portOfAnotherProgramIsReportedAsSpringBootDoes() throws Exception {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				TestUndertow undertow = undertow(other.getLocalPort())) {
			assertThatExceptionOfType(PortInUseException.class).isThrownBy(undertow::start)
				.satisfies((ex) -> assertThat(ex.getPort()).isEqualTo(other.getLocalPort()));
			awaitNoNewThreads();
			assertThat(this.registry.servers()).isEmpty();
		}
	}

	@Test
	void refusalOfTheRegistryIsReportedAsPortInUse() {
		ServerRegistry refusing = new ServerRegistry() {

			@Override
			public ListenerPlan plan(String name, InetSocketAddress requested) throws BindException {
				throw new BindException("Port 8080 is in use by another application");
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

		};
		try (TestUndertow undertow = undertow(8080, refusing, (factory) -> {
		})) {
			assertThatExceptionOfType(PortInUseException.class).isThrownBy(undertow::start);
			awaitNoNewThreads();
		}
	}

	@Test
	void failureOfTheSecondListenerClosesTheFirst() throws Exception {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			TestUndertow undertow = undertow(0, this.registry,
					(factory) -> factory.addBuilderCustomizers((builder) -> builder
						.addHttpListener(other.getLocalPort(), other.getInetAddress().getHostAddress())));
			assertThatExceptionOfType(PortInUseException.class).isThrownBy(undertow::start)
				.satisfies((ex) -> assertThat(ex.getPort()).isEqualTo(other.getLocalPort()));
			awaitNoNewThreads();
			assertThat(this.registry.servers()).isEmpty();
			undertow.close();
		}
	}

	@Test
	void workerOfTheUserIsUsedAndLeftRunning() throws Exception {
		XnioWorker given = Xnio.getInstance()
			.createWorker(
					OptionMap.builder().set(Options.WORKER_NAME, "given").set(Options.WORKER_IO_THREADS, 1).getMap());
		try {
			try (TestUndertow undertow = undertow(0, this.registry,
					(factory) -> factory.addBuilderCustomizers((builder) -> builder.setWorker(given)))
				.start()) {
				assertThat(statusOf(undertow)).isEqualTo(200);
				assertThat(this.registry.servers().get(0).listeners()).hasSize(1);
				assertThat(undertow.server().getUndertow().getWorker().getName()).isEqualTo("given");
				assertThat(newThreads()).allSatisfy((thread) -> assertThat(thread.getName()).startsWith("given"));
			}
			assertThat(given.isShutdown()).isFalse();
		}
		finally {
			given.shutdownNow();
		}
	}

}
