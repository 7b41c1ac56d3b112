package io.hotupgrade.sample;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Makes this version a bad one, if it is configured so: some requests fail, the first or
 * all are slow, or leak memory. The actuator stays as it is.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class ReactiveFaultFilter implements WebFilter {

	private static final int ALL = 100;

	private static final int PIECE = 1_024;

	private final int failPercent;

	private final Duration delay;

	private final AtomicLong delayed;

	private final int leakBytes;

	private final Queue<byte[]> leaked = new ConcurrentLinkedQueue<>();

	ReactiveFaultFilter(SampleProperties properties) {
		this.failPercent = properties.failPercent();
		this.delay = properties.delay();
		this.delayed = new AtomicLong(properties.delayed());
		this.leakBytes = Math.toIntExact(properties.leak().toBytes());
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (exchange.getRequest().getPath().value().startsWith("/actuator")) {
			return chain.filter(exchange);
		}
		if (this.delay.isZero() || this.delayed.getAndDecrement() <= 0) {
			return go(exchange, chain);
		}
		return Mono.delay(this.delay).then(Mono.defer(() -> go(exchange, chain)));
	}

	private Mono<Void> go(ServerWebExchange exchange, WebFilterChain chain) {
		leak();
		if (ThreadLocalRandom.current().nextInt(ALL) < this.failPercent) {
			exchange.getResponse().setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR);
			return exchange.getResponse().setComplete();
		}
		return chain.filter(exchange);
	}

	/** In small pieces, so that in the end none is left for anybody. */
	private void leak() {
		for (int leaking = 0; leaking < this.leakBytes; leaking += PIECE) {
			this.leaked.add(new byte[PIECE]);
		}
	}

}
