package io.hotupgrade.autoconfigure.warmup;

import io.hotupgrade.WarmUp;
import io.hotupgrade.autoconfigure.server.WarmUpFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * Keeps the warm-up out of what is observed of HTTP requests, metrics and traces: by
 * WebFlux itself, and by Spring Security while it lets such a request through.
 * <p>
 * Most of what Spring Security observes does not tell its request. What tells it is the
 * thread, which Spring Security does not change by itself but for a session.
 */
final class WarmUpReactiveObservations implements ObservationPredicate, WarmUpFilter {

	private static final String SPRING_SECURITY = "spring.security.";

	private final ThreadLocal<Boolean> unobserved = new ThreadLocal<>();

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean test(String name, Observation.Context context) {
		if (context instanceof ServerRequestObservationContext server) {
			return server.getAttributes().get(WarmUp.REQUEST_ATTRIBUTE) == null;
		}
		return !name.startsWith(SPRING_SECURITY) || this.unobserved.get() == null;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return new UnobservedMono<>(chain.filter(new Unobserved(exchange)), this);
	}

	/**
	 * Does something that Spring Security would observe.
	 * @param what what to do, on this thread
	 */
	void without(Runnable what) {
		boolean outermost = this.unobserved.get() == null;
		this.unobserved.set(Boolean.TRUE);
		try {
			what.run();
		}
		finally {
			if (outermost) {
				this.unobserved.remove();
			}
		}
	}

	private final class Unobserved extends ServerWebExchangeDecorator {

		Unobserved(ServerWebExchange exchange) {
			super(exchange);
		}

		@Override
		public Mono<WebSession> getSession() {
			return new UnobservedMono<>(super.getSession(), WarmUpReactiveObservations.this);
		}

	}

}
