package io.hotupgrade.internal.warmup;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link LoopbackClient} and {@link LoopbackConnection}.
 */
@Timeout(30)
class LoopbackClientTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			"HTTP/1.1 200 OK~Content-Length: 5~~hello", 200
			"HTTP/1.1 404 Not Found~content-length: 0~Content-Length: 0~~", 404
			"HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5;x=y~hello~A~0123456789~0~Trailer: 1~~", 200
			"HTTP/1.1 204 No Content~~", 204
			"HTTP/1.1 103 Early Hints~Link: </a>~~HTTP/1.1 200 OK~Content-Length: 1~~x", 200
			"HTTP/1.1 302~Content-Length: 0~~", 302
			""")
	void readsTheWholeResponseAndKeepsTheConnection(String response, int status) throws Exception {
		try (TestPrivateServer server = new TestPrivateServer((line) -> response.replace("~", "\r\n"));
				LoopbackClient client = client(server)) {
			for (int i = 0; i < 3; i++) {
				assertThat(client.send(WarmUpRequest.get("/")).status()).isEqualTo(status);
			}
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void responseToHeadHasNoBody() throws Exception {
		try (TestPrivateServer server = new TestPrivateServer(
				(line) -> "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"); LoopbackClient client = client(server)) {
			WarmUpRequest head = new WarmUpRequest("HEAD", "/", Map.of(), "");
			assertThat(client.send(head).status()).isEqualTo(200);
			assertThat(client.send(head).status()).isEqualTo(200);
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void headersOfTheResponseAreKnownInAnyCase() throws Exception {
		try (TestPrivateServer server = new TestPrivateServer(
				(line) -> "HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nContent-Length: 0\r\n\r\n");
				LoopbackClient client = client(server)) {
			WarmUpResponse response = client.send(WarmUpRequest.get("/"));
			assertThat(response.header("Set-Cookie")).contains("a=1");
			assertThat(response.header("Location")).isEmpty();
		}
	}

	@Test
	void responseWithoutALengthEndsWithTheConnection() throws Exception {
		try (TestPrivateServer server = new TestPrivateServer((line) -> "HTTP/1.1 200 OK\r\n\r\nhello");
				LoopbackClient client = client(server)) {
			assertThat(client.send(WarmUpRequest.get("/")).status()).isEqualTo(200);
			assertThat(client.send(WarmUpRequest.get("/")).status()).isEqualTo(200);
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@Test
	void sendsWhatIsConfigured() throws Exception {
		try (TestPrivateServer server = new TestPrivateServer((line) -> TestPrivateServer.OK);
				LoopbackClient client = client(server)) {
			client.send(new WarmUpRequest("POST", "/orders?dry=1", Map.of("Accept", "text/plain"), "größe"));
			client.send(new WarmUpRequest("GET", "/", Map.of("host", "example.org"), ""));
			assertThat(server.requests().get(0)).startsWith("POST /orders?dry=1 HTTP/1.1\nHost: localhost:8080\n")
				.contains("\nAccept: text/plain\n", "\nContent-Length: 7\n", "\nX-Secret: s3cret\n");
			assertThat(server.requests().get(1)).contains("\nhost: example.org\n").doesNotContain("localhost");
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			""
			"SSH-2.0-OpenSSH~~"
			"HTTP/1.1 abc~~"
			"HTTP/1.1 200 OK~Content-Length: many~~"
			"HTTP/1.1 200 OK~Content-Le"
			""")
	void whatIsNoResponseFailsAndEndsTheConnection(String response) throws Exception {
		try (TestPrivateServer server = new TestPrivateServer((line) -> response.replace("~", "\r\n"));
				LoopbackClient client = client(server)) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.send(WarmUpRequest.get("/")));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.send(WarmUpRequest.get("/")));
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	@Test
	void closeEndsWhatIsUnderWay() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		try (TestPrivateServer server = new TestPrivateServer((line) -> {
			arrived.countDown();
			awaitQuietly(never);
			return TestPrivateServer.OK;
		})) {
			LoopbackClient client = client(server);
			CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
				try {
					return client.send(WarmUpRequest.get("/")).status();
				}
				catch (IOException ex) {
					return -1;
				}
			});
			assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
			client.close();
			assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
			assertThatThrownBy(() -> client.send(WarmUpRequest.get("/"))).isInstanceOf(IOException.class);
			never.countDown();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static LoopbackClient client(TestPrivateServer server) {
		return new LoopbackClient(server.address(), "localhost:8080", server.headers());
	}

}
