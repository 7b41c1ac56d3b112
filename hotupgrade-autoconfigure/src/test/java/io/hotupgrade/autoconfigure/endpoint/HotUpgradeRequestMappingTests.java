package io.hotupgrade.autoconfigure.endpoint;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The check of requests to the endpoint where there are no servlets.
 */
class HotUpgradeRequestMappingTests {

	private static final String PATH = "/actuator/hotupgrade";

	private final List<ServerWebExchange> passed = new ArrayList<>();

	private final HotUpgradeRequestMapping mapping = new HotUpgradeRequestMapping(RequestChecks.withJackson2(),
			() -> this::dispatch, () -> PATH);

	private MockServerWebExchange filter(MockServerHttpRequest request) {
		MockServerWebExchange exchange = MockServerWebExchange.from(request);
		dispatch(exchange).block();
		return exchange;
	}

	/** As a dispatcher does that has a handler for everything else. */
	private Mono<Void> dispatch(ServerWebExchange exchange) {
		WebHandler handler = (WebHandler) this.mapping.getHandler(exchange).block();
		if (handler != null) {
			return handler.handle(exchange);
		}
		this.passed.add(exchange);
		return Mono.empty();
	}

	private void assertRefused(MockServerWebExchange exchange, String message) {
		assertThat(this.passed).isEmpty();
		assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(exchange.getResponse().getBodyAsString().block()).contains("MALFORMED_REQUEST").contains(message);
	}

	@Test
	void bodyIsPassedOn() {
		filter(MockServerHttpRequest.post(PATH).contentType(MediaType.APPLICATION_JSON).body("{\"jar\":\"a.jar\"}"));
		ServerWebExchange checked = this.passed.get(0);
		assertThat(checked.getRequest().getBody().blockFirst().readableByteCount()).isEqualTo(15);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/continue" })
	void requestWithoutBodyIsOneOfJson(String operation) {
		filter(MockServerHttpRequest.post(PATH + operation).build());
		ServerWebExchange checked = this.passed.get(0);
		assertThat(checked.getRequest().getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
		assertThat(checked.getRequest().getBody().collectList().block()).isEmpty();
	}

	@Test
	void practiceIsARequestThatIsWell() {
		this.mapping.practise();
		bodyIsRead(RequestChecks.PRACTICE);
		assertThat(this.passed).hasSize(1);
	}

	private void bodyIsRead(byte[] body) {
		filter(MockServerHttpRequest.post(PATH)
			.contentType(MediaType.APPLICATION_JSON)
			.body(new String(body, StandardCharsets.UTF_8)));
	}

	@Test
	void unknownMemberIsRefused() {
		assertRefused(filter(
				MockServerHttpRequest.post(PATH).contentType(MediaType.APPLICATION_JSON).body("{\"war\":\"a\"}")),
				"'war' is not known");
	}

	@Test
	void otherContentTypeIsRefused() {
		assertRefused(filter(MockServerHttpRequest.post(PATH).contentType(MediaType.TEXT_PLAIN).body("{}")),
				"text/plain");
	}

	@Test
	void largeBodyIsRefusedWhetherItIsAnnouncedOrNot() {
		String body = " ".repeat(RequestBody.MAX_BYTES + 1);
		assertRefused(filter(MockServerHttpRequest.post(PATH).body(body)), "larger than");
		assertRefused(filter(MockServerHttpRequest.post(PATH).contentLength(body.length()).body(body)), "larger than");
	}

	@Test
	void unknownParameterIsRefused() {
		assertRefused(filter(MockServerHttpRequest.post(PATH + "?war=a").build()), "'war' is not known");
		assertRefused(filter(MockServerHttpRequest.delete(PATH + "?jar=a").build()), "'jar' is not known");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/actuator/hotupgr%61de", "/actuator/hotupgrade;a=b", "/actuator;a/hotupgrade/continu%65" })
	void pathInAnotherSpellingIsTheSame(String spelling) {
		assertRefused(filter(MockServerHttpRequest.method(HttpMethod.POST, URI.create(spelling))
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"war\":\"a\"}")), "");
	}

	@Test
	void requestToDeleteIsPassedOn() {
		filter(MockServerHttpRequest.delete(PATH).build());
		assertThat(this.passed).hasSize(1);
	}

	@Test
	void otherPathsAreNotLookedAt() {
		filter(MockServerHttpRequest.post("/other").contentType(MediaType.TEXT_PLAIN).body("anything"));
		filter(MockServerHttpRequest.get(PATH).build());
		assertThat(this.passed).hasSize(2);
	}

}
