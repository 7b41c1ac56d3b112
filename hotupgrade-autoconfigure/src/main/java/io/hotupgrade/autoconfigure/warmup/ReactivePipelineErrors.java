package io.hotupgrade.autoconfigure.warmup;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Passes the failures of the pipeline's warm-up to Spring Boot's own handler of errors,
 * before one of the application sees them.
 */
final class ReactivePipelineErrors implements WebExceptionHandler, Ordered {

	/** In Spring Boot 3.5, and in 4. */
	private static final Set<String> HANDLERS = Set.of(
			"org.springframework.boot.autoconfigure.web.reactive.error.DefaultErrorWebExceptionHandler",
			"org.springframework.boot.webflux.autoconfigure.error.DefaultErrorWebExceptionHandler");

	/** What it asks. */
	private static final List<String> ATTRIBUTES = List.of(
			"org.springframework.boot.web.reactive.error.ErrorAttributes",
			"org.springframework.boot.webflux.error.ErrorAttributes");

	private static final String BOOT = "org.springframework.boot.";

	private final Supplier<Optional<WebExceptionHandler>> find;

	private volatile @Nullable WebExceptionHandler handler;

	ReactivePipelineErrors(Supplier<Optional<WebExceptionHandler>> find) {
		this.find = find;
	}

	/**
	 * Spring Boot's own handler, if nothing of it belongs to the application.
	 * @param context the application
	 * @return the handler
	 */
	static Optional<WebExceptionHandler> ofBoot(ApplicationContext context) {
		boolean attributesOfBoot = ATTRIBUTES.stream()
			.filter((type) -> ClassUtils.isPresent(type, context.getClassLoader()))
			.flatMap((type) -> beans(context, ClassUtils.resolveClassName(type, context.getClassLoader())))
			.allMatch((bean) -> bean.getClass().getName().startsWith(BOOT));
		return beans(context, WebExceptionHandler.class)
			.filter((bean) -> attributesOfBoot && HANDLERS.contains(bean.getClass().getName()))
			.findFirst();
	}

	private static <T> Stream<T> beans(ApplicationContext context, Class<T> type) {
		return context.getBeanProvider(type).stream();
	}

	/**
	 * From now on there may be failures.
	 * @return whether the application has no part in what follows
	 */
	boolean activate() {
		WebExceptionHandler found = this.find.get().orElse(null);
		this.handler = found;
		return found != null;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		WebExceptionHandler answering = this.handler;
		return (ex instanceof PipelineException && answering != null) ? answering.handle(exchange, ex) : Mono.error(ex);
	}

}
