package io.hotupgrade.autoconfigure.warmup;

import java.time.Clock;

import io.hotupgrade.WarmUp;
import io.hotupgrade.autoconfigure.server.WarmUpFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * Gives the requests of the pipeline's warm-up a session that nobody keeps, and lets one
 * that is to fail do so where neither a handler of exceptions of the application nor a
 * filter of it sees that.
 */
final class ReactivePipelineFilter implements WarmUpFilter {

	private static final String SESSION = ReactivePipelineFilter.class.getName() + ".session";

	private static final String FAILS = ReactivePipelineFilter.class.getName() + ".fails";

	private final Clock clock;

	ReactivePipelineFilter(Clock clock) {
		this.clock = clock;
	}

	/** Behind what keeps the requests from being observed. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	/**
	 * Whether a request is one of the pipeline's warm-up, which no client can send.
	 */
	static boolean isOne(ServerWebExchange exchange) {
		return exchange.getAttribute(WarmUp.REQUEST_ATTRIBUTE) != null
				&& exchange.getRequest().getHeaders().getFirst(PipelineRequests.HEADER) != null;
	}

	/**
	 * Whether something in front of the handlers has opened a session.
	 */
	static boolean hasSession(ServerWebExchange exchange) {
		return exchange.getAttribute(SESSION) instanceof WebSession session && session.isStarted();
	}

	/**
	 * Lets a request fail when it has passed the filters.
	 */
	static void fail(ServerWebExchange exchange) {
		exchange.getAttributes().put(FAILS, Boolean.TRUE);
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (!isOne(exchange)) {
			return chain.filter(exchange);
		}
		WebSession session = new ThrowawaySession(this.clock.instant());
		exchange.getAttributes().put(SESSION, session);
		return chain.filter(new Apart(exchange, session))
			.then(Mono.defer(
					() -> (exchange.getAttribute(FAILS) != null) ? Mono.error(new PipelineException()) : Mono.empty()));
	}

	private static final class Apart extends ServerWebExchangeDecorator {

		private final WebSession session;

		Apart(ServerWebExchange exchange, WebSession session) {
			super(exchange);
			this.session = session;
		}

		@Override
		public Mono<WebSession> getSession() {
			return Mono.just(this.session);
		}

	}

}
