package io.hotupgrade.autoconfigure.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.hotupgrade.WarmUp;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Connects the requests of WebFlux with those of its server: the attributes of an
 * exchange are shown to the server, and requests of a warm-up are marked.
 * <p>
 * What observes requests looks at an exchange before the first filter does, but not
 * before its handling is subscribed to: as a decorator of the handler, this comes
 * between. Where the request was changed on its way, by forwarded headers for instance,
 * only the filter finds the exchange.
 *
 * @since 0.1.0
 */
public abstract class ReactiveRequests implements HttpHandlerDecoratorFactory, WebFilter, Ordered {

	/** Those of a warm-up pass the first one first. */
	private final Supplier<List<WarmUpFilter>> warmUpFilters;

	/**
	 * Creates it.
	 * @param warmUpFilters what the requests of a warm-up have to pass
	 */
	protected ReactiveRequests(ObjectProvider<WarmUpFilter> warmUpFilters) {
		this.warmUpFilters = SingletonSupplier.of(() -> warmUpFilters.orderedStream().toList());
	}

	/**
	 * Shows the server where the attributes of a request are.
	 * @param request what may be a request of the server
	 * @param attributes the attributes
	 * @return whether it is a request of the server, and one of a warm-up
	 */
	protected abstract boolean connect(Object request, Map<String, Object> attributes);

	/**
	 * Where a request that has waited for something is to go on.
	 * @param request what may be a request of the server
	 * @return runs it there; {@code null} if it does not matter to the server
	 */
	protected @Nullable Executor executor(Object request) {
		return null;
	}

	@Override
	public final int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public final HttpHandler apply(HttpHandler handler) {
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
	public final Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return connect(exchange.getRequest(), exchange.getAttributes()) ? filterWarmUp(exchange, chain)
				: chain.filter(exchange);
	}

	private Mono<Void> filterWarmUp(ServerWebExchange exchange, WebFilterChain chain) {
		List<WarmUpFilter> lastFirst = new ArrayList<>(this.warmUpFilters.get());
		Collections.reverse(lastFirst);
		WebFilterChain first = chain;
		for (WarmUpFilter filter : lastFirst) {
			WebFilterChain next = first;
			first = (filtered) -> filter.filter(filtered, next);
		}
		return first.filter(exchange);
	}

	@Nullable Executor executorOf(ServerHttpRequest request) {
		return (innermost(request) instanceof AbstractServerHttpRequest known) ? executor(nativeRequest(known)) : null;
	}

	private boolean connect(ServerHttpRequest request, Map<String, Object> attributes) {
		boolean warmUp = innermost(request) instanceof AbstractServerHttpRequest known
				&& connect(nativeRequest(known), attributes);
		if (warmUp) {
			attributes.put(WarmUp.REQUEST_ATTRIBUTE, Boolean.TRUE);
		}
		return warmUp;
	}

	private static ServerHttpRequest innermost(ServerHttpRequest request) {
		ServerHttpRequest innermost = request;
		while (innermost instanceof ServerHttpRequestDecorator decorator) {
			innermost = decorator.getDelegate();
		}
		return innermost;
	}

	private static Object nativeRequest(AbstractServerHttpRequest request) {
		return request.getNativeRequest();
	}

}
