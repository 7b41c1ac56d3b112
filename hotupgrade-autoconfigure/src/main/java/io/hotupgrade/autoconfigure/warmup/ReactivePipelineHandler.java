package io.hotupgrade.autoconfigure.warmup;

import io.hotupgrade.CauseChain;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * What {@link PipelineHandler} is with servlets.
 */
final class ReactivePipelineHandler implements WebHandler {

	private final ReactivePipelineObject object;

	ReactivePipelineHandler(ReactivePipelineObject object) {
		this.object = object;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		if (ReactivePipelineFilter.hasSession(exchange)) {
			response.getHeaders().set(PipelineRequests.ANSWER, "because a filter has opened a session");
			return response.setComplete();
		}
		response.getHeaders().set(PipelineRequests.ANSWER, PipelineRequests.DONE);
		if (PipelineRequests.ERROR.equals(exchange.getRequest().getHeaders().getFirst(PipelineRequests.HEADER))) {
			ReactivePipelineFilter.fail(exchange);
			return Mono.empty();
		}
		return this.object.write(exchange).onErrorResume((ex) -> answerWithout(response, ex));
	}

	/** The application's handlers of exceptions are not asked. */
	private static Mono<Void> answerWithout(ServerHttpResponse response, Throwable ex) {
		if (ex instanceof NotAcceptableStatusException) {
			response.setStatusCode(HttpStatus.NO_CONTENT);
		}
		else {
			response.getHeaders()
				.set(PipelineRequests.ANSWER,
						"because it could not be written: " + CauseChain.describe(ex).replaceAll("[^ -~]", " "));
		}
		return response.setComplete();
	}

}
