package io.hotupgrade.autoconfigure.server;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * A filter of WebFlux that only the requests of a warm-up pass, in front of all others. A
 * {@link org.springframework.web.server.WebFilter} that lets all but these through would
 * be paid for by each request.
 *
 * @since 0.1.0
 */
public interface WarmUpFilter extends Ordered {

	/**
	 * Filters a request.
	 * @param exchange a request of a warm-up
	 * @param chain what comes behind
	 * @return completes when the request was handled
	 */
	Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain);

}
