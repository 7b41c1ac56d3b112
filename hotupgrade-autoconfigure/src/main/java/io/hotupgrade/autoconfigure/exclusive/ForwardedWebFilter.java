package io.hotupgrade.autoconfigure.exclusive;

import java.net.InetSocketAddress;
import java.net.URI;

import io.hotupgrade.WarmUp;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Makes of a request that the predecessor has sent on what it was there, with WebFlux. It
 * comes by the private listener, which has seen to it that nobody else could send it.
 */
final class ForwardedWebFilter implements WebFilter, Ordered {

	private final ForwardedRequests requests;

	ForwardedWebFilter(ForwardedRequests requests) {
		this.requests = requests;
	}

	/** Behind what connects an exchange with its server, and says so. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (exchange.getAttribute(WarmUp.REQUEST_ATTRIBUTE) == null) {
			return chain.filter(exchange);
		}
		return Origin.of(exchange.getRequest().getHeaders().getFirst(Origin.HEADER))
			.map((origin) -> forwarded(origin, exchange, chain))
			.orElseGet(() -> chain.filter(exchange));
	}

	private Mono<Void> forwarded(Origin origin, ServerWebExchange exchange, WebFilterChain chain) {
		exchange.getAttributes().remove(WarmUp.REQUEST_ATTRIBUTE);
		ServerWebExchange original = exchange.mutate().request((request) -> restore(origin, exchange, request)).build();
		return Mono.defer(() -> {
			this.requests.begun();
			return chain.filter(original).doFinally((any) -> this.requests.ended());
		});
	}

	private static void restore(Origin origin, ServerWebExchange exchange, ServerHttpRequest.Builder request) {
		URI uri = exchange.getRequest().getURI();
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		request.uri(URI.create(origin.scheme() + "://" + origin.host() + uri.getRawPath() + query))
			.remoteAddress(new InetSocketAddress(origin.remoteAddress(), origin.remotePort()))
			.header(Origin.HEADER)
			.header(WarmUp.HEADER)
			.header("Host", origin.host());
	}

}
