package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.exclusive.RequestTally;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ServletGate} and {@link ServletForwarding}.
 */
class ServletGateTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final RequestGate gate = new RequestGate(false);

	private final ServletGate filter = gate(Duration.ofSeconds(30));

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final FilterChain chain = (request, response) -> response.getWriter().write("served here");

	private HttpServer successor;

	private ServletGate gate(Duration patience) {
		return new ServletGate(this.gate, (path) -> path.startsWith("/actuator"), patience, new ServletForwarding());
	}

	@BeforeEach
	void startSuccessor() throws IOException {
		this.successor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.successor.createContext("/", this::answer);
		this.successor.start();
	}

	@AfterEach
	void stopSuccessor() {
		this.successor.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.seen.add("%s %s secret=%s origin=%s cookie=%s body=%s".formatted(exchange.getRequestMethod(),
				exchange.getRequestURI(), exchange.getRequestHeaders().getFirst("X-Secret"),
				exchange.getRequestHeaders().getFirst(Origin.HEADER), exchange.getRequestHeaders().getFirst("Cookie"),
				body));
		exchange.getResponseHeaders().add("Set-Cookie", "a=1");
		exchange.getResponseHeaders().add("Set-Cookie", "b=2");
		byte[] answer = "served there".getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(201, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	private Entrance entrance() {
		return new Entrance(this.successor.getAddress(), Map.of("X-Secret", "0a1b"));
	}

	@Test
	void openGateServesAndForgets() throws Exception {
		this.filter.doFilter(this.request, this.response, this.chain);
		assertThat(this.response.getContentAsString()).isEqualTo("served here");
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
	}

	@Test
	void requestThatGoesOnIsInsideUntilItIsComplete() throws Exception {
		this.request.setAsyncSupported(true);
		this.filter.doFilter(this.request, this.response, (request, response) -> request.startAsync());
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isEqualTo(1);
		AsyncContext context = this.request.getAsyncContext();
		((MockAsyncContext) context).complete();
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
	}

	@Test
	void requestThatFailsLeaves() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.filter.doFilter(this.request, this.response, (request, response) -> {
				throw new IllegalStateException("broken");
			}));
		this.gate.hold();
		Awaitility.await().atMost(LIMIT).until(() -> this.gate.awaitEmpty(Duration.ofMillis(1)) == 0);
	}

	@Test
	void requestWaitsAndIsServedBySuccessorAsItCame() throws Exception {
		this.gate.hold();
		this.request.setMethod("POST");
		this.request.setQueryString("q=%20x");
		this.request.setRemoteAddr("192.0.2.7");
		this.request.setRemotePort(4711);
		this.request.setScheme("https");
		this.request.addHeader("Host", "shop.example:8443");
		this.request.addHeader("Cookie", "SESSION=1");
		this.request.addHeader("Connection", "keep-alive");
		this.request.addHeader("Content-Length", "5");
		this.request.addHeader(Origin.HEADER, "198.51.100.1 1 http forged");
		this.request.setContent("größe".substring(0, 3).getBytes(StandardCharsets.UTF_8));
		CompletableFuture<Void> done = CompletableFuture.runAsync(this::filter);
		Awaitility.await().atMost(LIMIT).until(() -> this.gate.tally().held() == 1);
		assertThat(this.seen).isEmpty();
		this.gate.sendOn(entrance());
		done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(this.seen).containsExactly(
				"POST /orders?q=%20x secret=0a1b origin=192.0.2.7 4711 https shop.example:8443 cookie=SESSION=1 body=grö");
		assertThat(this.response.getStatus()).isEqualTo(201);
		assertThat(this.response.getContentAsString()).isEqualTo("served there");
		assertThat(this.response.getHeaders("Set-Cookie")).containsExactly("a=1", "b=2");
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(1, 1, 0));
	}

	private void filter() {
		try {
			this.filter.doFilter(this.request, this.response, this.chain);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void requestThatMeetsNobodyWaitsAndIsServedHere() throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		this.gate.sendOn(new Entrance(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Map.of()));
		CompletableFuture<Void> done = CompletableFuture.runAsync(this::filter);
		Awaitility.await().atMost(LIMIT).until(() -> this.gate.tally().held() == 1);
		this.gate.open();
		done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(this.response.getContentAsString()).isEqualTo("served here");
	}

	@Test
	void upgradeToAnotherProtocolIsRefusedAndCounted() throws Exception {
		this.gate.sendOn(entrance());
		this.request.addHeader("Upgrade", "websocket");
		this.filter.doFilter(this.request, this.response, this.chain);
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("2");
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(0, 0, 1));
		assertThat(this.seen).isEmpty();
	}

	@Test
	void requestThatWaitsTooLongIsRefusedAndDoesNotStayInside() throws Exception {
		this.gate.hold();
		gate(Duration.ofMillis(1)).doFilter(this.request, this.response, this.chain);
		assertThat(this.response.getStatus()).isEqualTo(503);
		this.gate.open();
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
	}

	@Test
	void excludedPathPassesAlways() throws Exception {
		this.gate.hold();
		this.request.setRequestURI("/actuator/health");
		this.filter.doFilter(this.request, this.response, this.chain);
		assertThat(this.response.getContentAsString()).isEqualTo("served here");
		assertThat(this.gate.tally()).isEqualTo(RequestTally.NONE);
	}

}
