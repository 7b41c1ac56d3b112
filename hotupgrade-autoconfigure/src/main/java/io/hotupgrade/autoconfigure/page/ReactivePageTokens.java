package io.hotupgrade.autoconfigure.page;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What {@link ServletPageTokens} is with servlets.
 */
@FunctionalInterface
interface ReactivePageTokens {

	/** Where nothing asks for it. */
	ReactivePageTokens NONE = (exchange) -> Mono.empty();

	/**
	 * Finds it.
	 * @param exchange the request for the page
	 * @return the token; empty where none is asked for
	 */
	Mono<PageToken> find(ServerWebExchange exchange);

}
