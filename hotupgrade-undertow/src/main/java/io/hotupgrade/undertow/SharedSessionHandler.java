package io.hotupgrade.undertow;

import io.hotupgrade.sessions.SessionUnavailableException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/**
 * Fetches a request's session from the other instance before the application sees the
 * request: where it cannot be had, the client gets a response of its own, and keeps its
 * cookie. Runs on a thread that may wait.
 */
final class SharedSessionHandler implements HttpHandler {

	private final HttpHandler next;

	SharedSessionHandler(HttpHandler next) {
		this.next = next;
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) throws Exception {
		ServletRequestContext request = exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY);
		if (request.getDeployment().getSessionManager() instanceof SharedSessionManager manager && manager.isLinked()
				&& !isFetched(exchange, request, manager)) {
			exchange.getResponseHeaders().put(Headers.RETRY_AFTER, SessionUnavailableException.RETRY_AFTER);
			request.getOriginalResponse().sendError(StatusCodes.SERVICE_UNAVAILABLE);
			return;
		}
		this.next.handleRequest(exchange);
	}

	private static boolean isFetched(HttpServerExchange exchange, ServletRequestContext request,
			SharedSessionManager manager) {
		try {
			manager.getSession(exchange, request.getCurrentServletContext().getSessionConfig());
			return true;
		}
		catch (SessionUnavailableException ex) {
			return false;
		}
	}

}
