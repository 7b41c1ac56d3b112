package io.hotupgrade.autoconfigure.warmup;

import java.lang.reflect.Method;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.method.annotation.ResponseBodyResultHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What {@link PipelineObject} is with servlets.
 */
final class ReactivePipelineObject {

	private final RequestMappingHandlerAdapter adapter = new RequestMappingHandlerAdapter();

	private final ResponseBodyResultHandler result;

	private final HandlerMethod method;

	/**
	 * Creates it.
	 * @param of the adapter of the application's controllers
	 * @param results what writes their results
	 */
	ReactivePipelineObject(RequestMappingHandlerAdapter of, ResponseBodyResultHandler results) {
		this.adapter.setMessageReaders(of.getMessageReaders());
		this.adapter.setWebBindingInitializer(of.getWebBindingInitializer());
		this.adapter.setReactiveAdapterRegistry(of.getReactiveAdapterRegistry());
		this.adapter.setContentTypeResolver(of.getContentTypeResolver());
		this.adapter.setApplicationContext(nothing());
		try {
			this.adapter.afterPropertiesSet();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		this.result = new ResponseBodyResultHandler(results.getMessageWriters(), results.getContentTypeResolver(),
				results.getAdapterRegistry());
		Method found = ReflectionUtils.findMethod(ReactivePipelineObject.class, "page", int.class, String.class);
		Assert.state(found != null, "No method");
		this.method = new HandlerMethod(this, found);
	}

	/** Where no advice is found. */
	private static GenericApplicationContext nothing() {
		GenericApplicationContext context = new GenericApplicationContext();
		context.refresh();
		return context;
	}

	Mono<Void> write(ServerWebExchange exchange) {
		return this.adapter.handle(exchange, this.method)
			.flatMap((returned) -> this.result.handleResult(exchange, returned));
	}

	@ResponseBody
	Mono<PipelinePage> page(@RequestParam(name = "page", defaultValue = "1") int page,
			@RequestParam(name = "sort", defaultValue = "name") String sort) {
		return Mono.just(PipelinePage.of(page, sort));
	}

}
