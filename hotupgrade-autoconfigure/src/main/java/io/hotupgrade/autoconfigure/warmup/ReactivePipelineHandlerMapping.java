package io.hotupgrade.autoconfigure.warmup;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * What {@link PipelineHandlerMapping} is with servlets.
 */
final class ReactivePipelineHandlerMapping implements HandlerMapping, Ordered {

	private final Supplier<WebHandler> factory;

	private volatile @Nullable WebHandler handler;

	/**
	 * Creates a mapping that takes nothing yet.
	 * @param factory makes what answers
	 */
	ReactivePipelineHandlerMapping(Supplier<WebHandler> factory) {
		this.factory = factory;
	}

	/**
	 * From now on there may be such requests.
	 */
	void activate() {
		this.handler = this.factory.get();
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		WebHandler answering = this.handler;
		return (answering != null && ReactivePipelineFilter.isOne(exchange)) ? Mono.just(answering) : Mono.empty();
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
