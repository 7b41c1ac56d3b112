package io.hotupgrade.sample;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Counts the requests by which this instance has warmed up, and says how many they are.
 * They are told by an attribute, whose name is that of
 * {@code io.hotupgrade.WarmUp.REQUEST_ATTRIBUTE}: the application also runs without the
 * starter.
 */
@RestController
class ReactiveWarmUpController implements WebFilter {

	private final AtomicInteger count = new AtomicInteger();

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (exchange.getAttribute("io.hotupgrade.warm-up") != null) {
			this.count.incrementAndGet();
		}
		return chain.filter(exchange);
	}

	@GetMapping(path = "/warm-up", produces = MediaType.TEXT_PLAIN_VALUE)
	String warmUp() {
		return "requests=" + this.count.get();
	}

}
