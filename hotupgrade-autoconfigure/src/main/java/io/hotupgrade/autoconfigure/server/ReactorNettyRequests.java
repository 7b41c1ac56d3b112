package io.hotupgrade.autoconfigure.server;

import java.util.Map;

import io.hotupgrade.WarmUp;
import io.hotupgrade.netty.ReactorNettyAdapter;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Connects the requests of WebFlux with those of Reactor Netty: the attributes of an
 * exchange are shown to the server, and requests of a warm-up are marked.
 * <p>
 * What observes requests looks at an exchange before the first filter does, but not
 * before its handling is subscribed to: as a decorator of the handler, this comes
 * between. Where the request was changed on its way, by forwarded headers for instance,
 * only the filter finds the exchange.
 *
 * @since 0.1.0
 */
public final class ReactorNettyRequests implements HttpHandlerDecoratorFactory, WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		return (request, response) -> {
			Mono<Void> handled = handler.handle(request, response);
			Map<String, Object> attributes = request.getAttributes();
			// Those of an exchange are never empty.
			if (!attributes.isEmpty()) {
				connect(request, attributes);
			}
			return handled;
		};
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		connect(exchange.getRequest(), exchange.getAttributes());
		return chain.filter(exchange);
	}

	private static void connect(ServerHttpRequest request, Map<String, Object> attributes) {
		ServerHttpRequest innermost = request;
		while (innermost instanceof ServerHttpRequestDecorator decorator) {
			innermost = decorator.getDelegate();
		}
		if (innermost instanceof AbstractServerHttpRequest known
				&& known.getNativeRequest() instanceof HttpServerRequest nettyRequest) {
			ReactorNettyAdapter.showAttributes(nettyRequest, attributes::get);
			if (ReactorNettyAdapter.isWarmUp(nettyRequest)) {
				attributes.put(WarmUp.REQUEST_ATTRIBUTE, Boolean.TRUE);
			}
		}
	}

}
