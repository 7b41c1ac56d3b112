package io.hotupgrade.autoconfigure.warmup;

import java.util.function.Supplier;

import io.hotupgrade.WarmUp;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Takes the requests of the pipeline's warm-up before any other mapping sees them: no
 * handler, no interceptor and no catch-all of the application does, and no error page.
 */
final class PipelineHandlerMapping implements HandlerMapping, Ordered {

	private final Supplier<HttpRequestHandler> factory;

	private volatile @Nullable HttpRequestHandler handler;

	/**
	 * Creates a mapping that takes nothing yet.
	 * @param factory makes what answers
	 */
	PipelineHandlerMapping(Supplier<HttpRequestHandler> factory) {
		this.factory = factory;
	}

	/**
	 * From now on there may be such requests.
	 */
	void activate() {
		this.handler = this.factory.get();
	}

	/**
	 * Spring Security asks the mappings, too, before the dispatcher servlet does. It gets
	 * the same answer as for any other request.
	 */
	@Override
	public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
		HttpRequestHandler answering = this.handler;
		boolean ours = answering != null && request.getAttribute(WarmUp.REQUEST_ATTRIBUTE) != null
				&& request.getAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE) != null
				&& request.getHeader(PipelineRequests.HEADER) != null;
		return (ours && answering != null) ? new HandlerExecutionChain(answering) : null;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
