package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

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

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final FilterChain chain = (request, response) -> response.getWriter().write("served here");

	private SuccessorServer successor;

	private ServletGate gate(Duration patience) {
		return new ServletGate(this.gate, (path) -> path.startsWith("/actuator"), patience, new ServletForwarding());
	}

	@BeforeEach
	void startSuccessor() throws IOException {
		this.successor = new SuccessorServer();
	}

	@AfterEach
	void stopSuccessor() {
		this.successor.close();
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
		assertThat(this.successor.seen()).isEmpty();
		this.gate.sendOn(this.successor.entrance());
		done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(this.successor.seen()).containsExactly(
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
		this.gate.sendOn(SuccessorServer.nobody());
		CompletableFuture<Void> done = CompletableFuture.runAsync(this::filter);
		Awaitility.await().atMost(LIMIT).until(() -> this.gate.tally().held() == 1);
		this.gate.open();
		done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(this.response.getContentAsString()).isEqualTo("served here");
	}

	@Test
	void upgradeToAnotherProtocolIsRefusedAndCounted() throws Exception {
		this.gate.sendOn(this.successor.entrance());
		this.request.addHeader("Upgrade", "websocket");
		this.filter.doFilter(this.request, this.response, this.chain);
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("2");
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(0, 0, 1));
		assertThat(this.successor.seen()).isEmpty();
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
