package io.hotupgrade.autoconfigure.exclusive;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.hotupgrade.WarmUp;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForwardedWebFilter}.
 */
class ForwardedWebFilterTests {

	private final ForwardedWebFilter filter = new ForwardedWebFilter(
			new ForwardedRequests(new StaticApplicationContext(), Duration.ofSeconds(1)));

	private final MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest
		.method(HttpMethod.GET, URI.create("http://127.0.0.1:40123/orders?q=%20x"))
		.remoteAddress(new InetSocketAddress("127.0.0.1", 50123));

	private ServerWebExchange filter(boolean ofTheWarmUp) {
		MockServerWebExchange exchange = MockServerWebExchange.from(this.request);
		if (ofTheWarmUp) {
			exchange.getAttributes().put(WarmUp.REQUEST_ATTRIBUTE, true);
		}
		AtomicReference<ServerWebExchange> served = new AtomicReference<>();
		this.filter.filter(exchange, (passed) -> {
			served.set(passed);
			return Mono.empty();
		}).block();
		return served.get();
	}

	@Test
	void requestOfThePredecessorIsWhatItWasThere() {
		this.request.header(WarmUp.HEADER, "true")
			.header("Host", "127.0.0.1:40123")
			.header("Accept", "text/plain")
			.header(Origin.HEADER, "192.0.2.7 4711 https [2001:db8::1]:8443");
		ServerWebExchange exchange = filter(true);
		ServerHttpRequest original = exchange.getRequest();
		assertThat(original.getRemoteAddress()).isEqualTo(new InetSocketAddress("192.0.2.7", 4711));
		assertThat(original.getURI()).hasToString("https://[2001:db8::1]:8443/orders?q=%20x");
		assertThat(original.getPath().pathWithinApplication().value()).isEqualTo("/orders");
		assertThat(original.getHeaders().getFirst("Host")).isEqualTo("[2001:db8::1]:8443");
		assertThat(original.getHeaders().getFirst("Accept")).isEqualTo("text/plain");
		assertThat(original.getHeaders().getFirst(Origin.HEADER)).isNull();
		assertThat(original.getHeaders().getFirst(WarmUp.HEADER)).isNull();
		assertThat(exchange.<Object>getAttribute(WarmUp.REQUEST_ATTRIBUTE)).as("so it is observed").isNull();
	}

	@Test
	void clientIsNotBelieved() {
		this.request.header(Origin.HEADER, "192.0.2.7 4711 https shop");
		assertThat(filter(false).getRequest().getRemoteAddress().getPort()).isEqualTo(50123);
	}

	@Test
	void requestOfTheWarmUpStaysOne() {
		assertThat(filter(true).<Object>getAttribute(WarmUp.REQUEST_ATTRIBUTE)).isEqualTo(true);
	}

}
