package io.hotupgrade.autoconfigure.exclusive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.exclusive.RequestTally;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ReactiveGate} and {@link ReactiveForwarding}.
 */
class ReactiveGateTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final RequestGate gate = new RequestGate(false);

	private final ReactiveGate filter = gate(Duration.ofSeconds(30));

	private final WebFilterChain chain = ReactiveGateTests::serve;

	private MockServerWebExchange exchange = exchange("/orders");

	private SuccessorServer successor;

	private ReactiveGate gate(Duration patience) {
		return new ReactiveGate(this.gate, (path) -> path.startsWith("/actuator"), patience, new ReactiveForwarding());
	}

	private static MockServerWebExchange exchange(String path) {
		return MockServerWebExchange.from(MockServerHttpRequest.get("http://localhost" + path));
	}

	private static Mono<Void> serve(ServerWebExchange exchange) {
		return exchange.getResponse()
			.writeWith(Mono.fromSupplier(() -> exchange.getResponse().bufferFactory().wrap("served here".getBytes())));
	}

	@BeforeEach
	void startSuccessor() throws IOException {
		this.successor = new SuccessorServer();
	}

	@AfterEach
	void stopSuccessor() {
		this.successor.close();
	}

	private CompletableFuture<Void> filter() {
		return this.filter.filter(this.exchange, this.chain).toFuture();
	}

	private String answer() {
		return this.exchange.getResponse().getBodyAsString().block(LIMIT);
	}

	@Test
	void openGateServesAndForgets() throws Exception {
		this.filter.filter(this.exchange, this.chain).block(LIMIT);
		assertThat(answer()).isEqualTo("served here");
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
	}

	@Test
	void requestIsInsideUntilItIsComplete() throws Exception {
		CompletableFuture<Void> complete = new CompletableFuture<>();
		this.filter.filter(this.exchange, (any) -> Mono.fromFuture(complete)).subscribe();
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isEqualTo(1);
		complete.complete(null);
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
	}

	@Test
	void requestThatFailsLeaves() throws Exception {
		assertThatIllegalStateException().isThrownBy(() -> this.filter.filter(this.exchange, (any) -> {
			throw new IllegalStateException("broken");
		}).block(LIMIT));
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
	}

	@Test
	void requestWaitsAndIsServedBySuccessorAsItCame() throws Exception {
		this.exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(HttpMethod.POST, URI.create("https://shop.example:8443/orders?q=%20x"))
				.remoteAddress(new InetSocketAddress("192.0.2.7", 4711))
				.header("Host", "shop.example:8443")
				.header("Cookie", "SESSION=1")
				.cookie(new HttpCookie("SESSION", "1"))
				.header("Connection", "keep-alive")
				.header("Content-Length", "4")
				.header(Origin.HEADER, "198.51.100.1 1 http forged")
				.body("größe".substring(0, 3)));
		this.gate.hold();
		CompletableFuture<Void> done = filter();
		assertThat(this.gate.tally().held()).isEqualTo(1);
		assertThat(this.successor.seen()).isEmpty();
		this.gate.sendOn(this.successor.entrance());
		done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(this.successor.seen()).singleElement()
			.asString()
			.startsWith("POST /orders?q=%20x secret=0a1b origin=192.0.2.7 4711 https shop.example:8443 ")
			.contains("SESSION=1")
			.endsWith("body=grö");
		assertThat(this.exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertThat(answer()).isEqualTo("served there");
		assertThat(this.exchange.getResponse().getHeaders().get("Set-Cookie")).containsExactly("a=1", "b=2");
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(1, 1, 0));
	}

	@Test
	void bodyOfUnknownLengthIsPassedOn() {
		this.exchange = MockServerWebExchange.from(MockServerHttpRequest.post("http://localhost/orders").body("grö"));
		this.gate.sendOn(this.successor.entrance());
		this.filter.filter(this.exchange, this.chain).block(LIMIT);
		assertThat(this.successor.seen()).singleElement().asString().endsWith("body=grö");
	}

	@Test
	void requestWithoutABodyIsPassedOn() {
		this.gate.sendOn(this.successor.entrance());
		this.filter.filter(this.exchange, this.chain).block(LIMIT);
		assertThat(this.successor.seen()).singleElement().asString().startsWith("GET /orders ").endsWith("body=");
		assertThat(answer()).isEqualTo("served there");
	}

	@Test
	void requestThatMeetsNobodyWaitsAndIsServedHere() throws Exception {
		this.gate.sendOn(SuccessorServer.nobody());
		CompletableFuture<Void> done = filter();
		Awaitility.await().atMost(LIMIT).until(() -> this.gate.tally().held() == 1);
		this.gate.open();
		done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(answer()).isEqualTo("served here");
		assertThat(this.gate.awaitEmpty(LIMIT)).isZero();
	}

	@Test
	void upgradeToAnotherProtocolIsRefusedAndCounted() {
		this.gate.sendOn(this.successor.entrance());
		this.exchange = MockServerWebExchange
			.from(MockServerHttpRequest.get("http://localhost/socket").header("Upgrade", "websocket"));
		this.filter.filter(this.exchange, this.chain).block(LIMIT);
		assertThat(this.exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(this.exchange.getResponse().getHeaders().getFirst("Retry-After")).isEqualTo("2");
		assertThat(this.gate.tally()).isEqualTo(new RequestTally(0, 0, 1));
		assertThat(this.successor.seen()).isEmpty();
	}

	@Test
	void requestThatWaitsTooLongIsRefusedAndDoesNotStayInside() throws Exception {
		this.gate.hold();
		gate(Duration.ofMillis(1)).filter(this.exchange, this.chain).block(LIMIT);
		assertThat(this.exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		this.gate.open();
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
	}

	@Test
	void clientThatLeavesWhileItWaitsDoesNotStayInside() throws Exception {
		this.gate.hold();
		Disposable client = this.filter.filter(this.exchange, this.chain).subscribe();
		assertThat(this.gate.tally().held()).isEqualTo(1);
		client.dispose();
		this.gate.open();
		assertThat(this.gate.awaitEmpty(Duration.ofMillis(1))).isZero();
	}

	@Test
	void excludedPathPassesAlways() {
		this.gate.hold();
		this.exchange = exchange("/actuator/health");
		this.filter.filter(this.exchange, this.chain).block(LIMIT);
		assertThat(answer()).isEqualTo("served here");
		assertThat(this.gate.tally()).isEqualTo(RequestTally.NONE);
	}

}
