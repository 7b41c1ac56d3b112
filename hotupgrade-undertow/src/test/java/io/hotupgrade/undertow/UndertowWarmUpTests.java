package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.TestHandler;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.Shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is special about the private listener of Boot's Undertow: its access log, and the
 * handlers that Boot puts around the application.
 */
class UndertowWarmUpTests {

	@TempDir
	Path logs;

	private final TestHandler handler = new TestHandler();

	private final FakeRegistry registry = new FakeRegistry();

	/**
	 * With a context path Boot's access log is no longer the outermost handler.
	 */
	@ParameterizedTest
	@CsvSource({ "'', false", "/shop, false", "'', true", "/shop, true" })
	void accessLogHasTheRequestsOnlyIfWanted(String contextPath, boolean recorded) throws Exception {
		try (TestUndertow undertow = undertow(contextPath)) {
			undertow.start();
			try (PrivateListener listener = this.registry.servers().get(0).openPrivateListener(recorded);
					RawConnection connection = connect(listener)) {
				for (int i = 0; i < 3; i++) {
					connection.send(request(listener.headers(), contextPath + "/hello"));
					assertThat(connection.receive().body()).isEqualTo("hello");
				}
			}
			try (RawConnection client = new RawConnection(SocketFactory.getDefault(), undertow.server().getPort())) {
				client.send(RawConnection.get(contextPath + "/chunked"));
				assertThat(client.receive().status()).isEqualTo(200);
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(15))
				.untilAsserted(() -> assertThat(accessLog()).contains(contextPath + "/chunked"));
			assertThat(accessLog().lines().filter((line) -> line.contains("/hello"))).hasSize(recorded ? 3 : 0);
		}
	}

	@Test
	void requestsPassTheHandlersThatBootAdds() throws Exception {
		try (TestUndertow undertow = undertow("")) {
			undertow.start();
			try (PrivateListener listener = this.registry.servers().get(0).openPrivateListener(false);
					RawConnection connection = connect(listener)) {
				connection.send(request(listener.headers(), "/hello"));
				assertThat(connection.receive().headers()).containsEntry("server", "shop");
			}
		}
	}

	/**
	 * Boot waits for requests for half a minute by default.
	 */
	@Test
	void gracefulShutdownDoesNotWaitForTheRequests() throws Exception {
		try (TestUndertow undertow = undertow("")) {
			undertow.start();
			try (PrivateListener listener = this.registry.servers().get(0).openPrivateListener(false);
					RawConnection connection = connect(listener)) {
				connection.send(request(listener.headers(), "/wait"));
				this.handler.awaitWaiting(1);
				CompletableFuture<GracefulShutdownResult> result = new CompletableFuture<>();
				undertow.server().shutDownGracefully(result::complete);
				assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
				this.handler.release();
			}
		}
	}

	@Test
	void serverThatIsNotStartedHasNone() throws Exception {
		try (TestUndertow undertow = undertow("")) {
			undertow.start();
			undertow.server().stop();
			assertThat(this.registry.servers()).isEmpty();
		}
		UndertowServer server = new UndertowServer("server", this.registry, DrainHooks.NONE);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> server.openPrivateListener(false))
			.withMessageContaining("'server' has not been started");
	}

	private TestUndertow undertow(String contextPath) {
		return new TestUndertow(this.registry, new Setup(0, this.handler, null), (factory) -> {
			Compression compression = new Compression();
			compression.setEnabled(true);
			factory.setCompression(compression);
			factory.setContextPath(contextPath);
			factory.setServerHeader("shop");
			factory.setShutdown(Shutdown.GRACEFUL);
			factory.setUseForwardHeaders(true);
			factory.setAccessLogEnabled(true);
			factory.setAccessLogDirectory(this.logs.toFile());
		});
	}

	private String accessLog() throws IOException {
		try (Stream<Path> files = Files.list(this.logs)) {
			StringBuilder text = new StringBuilder();
			for (Path file : files.toList()) {
				text.append(Files.readString(file));
			}
			return text.toString();
		}
	}

	private static RawConnection connect(PrivateListener listener) throws IOException {
		return new RawConnection(SocketFactory.getDefault(), listener.address().getPort());
	}

	private static String request(Map<String, String> headers, String path) {
		StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
		return request.append("\r\n").toString();
	}

}
