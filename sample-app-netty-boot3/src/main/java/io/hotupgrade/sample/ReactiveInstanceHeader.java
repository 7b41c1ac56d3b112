package io.hotupgrade.sample;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Puts this process's id on every response, errors included.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ReactiveInstanceHeader implements WebFilter {

	private final String pid = Long.toString(ProcessHandle.current().pid());

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		exchange.getResponse().getHeaders().set("X-Instance", this.pid);
		return chain.filter(exchange);
	}

}
