package io.hotupgrade.undertow;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.TestHandler;
import io.hotupgrade.server.tests.TestKeyStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.Http2;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JDK's own HTTP/2 client loses no request to a drain, whatever its version: h2c by
 * upgrade, and h2.
 */
class JdkHttpClientTests {

	@TempDir
	private static Path keys;

	private final TestHandler handler = new TestHandler();

	private final FakeRegistry registry = new FakeRegistry();

	private TestUndertow undertow;

	@AfterEach
	void stop() {
		this.handler.release();
		if (this.undertow != null) {
			this.undertow.close();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void runningStreamsEndWhileDraining(boolean tls) throws Exception {
		TestKeyStore keyStore = tls ? TestKeyStore.create(keys) : null;
		UpgradableServer server = start(keyStore);
		HttpClient client = client(keyStore);
		assertThat(get(client, tls, "/hello").get(10, TimeUnit.SECONDS).version()).isEqualTo(Version.HTTP_2);
		List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			running.add(get(client, tls, "/wait"));
		}
		this.handler.awaitWaiting(3);
		server.startDraining();
		CompletableFuture<Void> empty = server.whenEmpty();
		long started = System.nanoTime();
		Awaitility.await().until(() -> System.nanoTime() - started > Duration.ofSeconds(1).toNanos());
		this.handler.release();
		for (CompletableFuture<HttpResponse<String>> response : running) {
			assertThat(response.get(10, TimeUnit.SECONDS).body()).isEqualTo("hello");
		}
		empty.get(10, TimeUnit.SECONDS);
	}

	private UpgradableServer start(TestKeyStore keyStore) {
		Path file = (keyStore != null) ? keyStore.file() : null;
		this.undertow = new TestUndertow(this.registry, new Setup(0, this.handler, file), (factory) -> {
			Http2 http2 = new Http2();
			http2.setEnabled(true);
			factory.setHttp2(http2);
		}).start();
		return this.registry.servers().get(0);
	}

	private static HttpClient client(TestKeyStore keyStore) throws Exception {
		HttpClient.Builder builder = HttpClient.newBuilder().version(Version.HTTP_2);
		return (keyStore != null) ? builder.sslContext(keyStore.clientContext()).build() : builder.build();
	}

	private CompletableFuture<HttpResponse<String>> get(HttpClient client, boolean tls, String path) {
		URI uri = URI.create((tls ? "https" : "http") + "://localhost:" + this.undertow.server().getPort() + path);
		return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

}
