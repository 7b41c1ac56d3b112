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
import reactor.netty.http.server.HttpServerRequest;

/**
 * Connects the requests of WebFlux with those of Reactor Netty, before anything of Spring
 * sees them: the attributes of an exchange, which are those of its request, are shown to
 * the server, and requests of a warm-up are marked.
 *
 * @since 0.1.0
 */
public final class ReactorNettyRequests implements HttpHandlerDecoratorFactory, Ordered {

	/** The outermost, so that what observes requests sees the mark. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		return (request, response) -> {
			connect(request);
			return handler.handle(request, response);
		};
	}

	private static void connect(ServerHttpRequest request) {
		ServerHttpRequest innermost = request;
		while (innermost instanceof ServerHttpRequestDecorator decorator) {
			innermost = decorator.getDelegate();
		}
		if (innermost instanceof AbstractServerHttpRequest known
				&& known.getNativeRequest() instanceof HttpServerRequest nettyRequest) {
			Map<String, Object> attributes = request.getAttributes();
			ReactorNettyAdapter.showAttributes(nettyRequest, attributes::get);
			if (ReactorNettyAdapter.isWarmUp(nettyRequest)) {
				attributes.put(WarmUp.REQUEST_ATTRIBUTE, Boolean.TRUE);
			}
		}
	}

}
