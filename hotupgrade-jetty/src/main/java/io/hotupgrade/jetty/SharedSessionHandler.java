package io.hotupgrade.jetty;

import java.util.stream.Stream;

import io.hotupgrade.sessions.SessionUnavailableException;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.util.Callback;

/**
 * Fetches a request's session from the other instance before Jetty looks for it: where it
 * cannot be had, the client gets a response of its own, and keeps its cookie.
 */
final class SharedSessionHandler extends Handler.Wrapper {

	private final AbstractSessionManager manager;

	private final SharedSessionCache cache;

	SharedSessionHandler(AbstractSessionManager manager, SharedSessionCache cache) {
		this.manager = manager;
		this.cache = cache;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		if (!this.cache.isLinked()) {
			return super.handle(request, response, callback);
		}
		try {
			if (isFetched(request)) {
				return super.handle(request, response, callback);
			}
			response.getHeaders().put(HttpHeader.RETRY_AFTER, SessionUnavailableException.RETRY_AFTER);
			Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
			return true;
		}
		finally {
			this.cache.lookup().letGo();
		}
	}

	private boolean isFetched(Request request) {
		try {
			// Jetty takes the first one that it finds.
			ids(request).anyMatch((id) -> this.cache.lookup().find(id) != null);
			return true;
		}
		catch (SessionUnavailableException ex) {
			return false;
		}
	}

	private Stream<String> ids(Request request) {
		return Stream.concat(idsInCookies(request), idsInPath(request));
	}

	private Stream<String> idsInCookies(Request request) {
		if (!this.manager.isUsingCookies()) {
			return Stream.empty();
		}
		return Request.getCookies(request)
			.stream()
			.filter((cookie) -> cookie.getName().equalsIgnoreCase(this.manager.getSessionCookie()))
			.map(HttpCookie::getValue);
	}

	private Stream<String> idsInPath(Request request) {
		String parameters = request.getHttpURI().getParam();
		if (!this.manager.isUsingUriParameters() || parameters == null) {
			return Stream.empty();
		}
		String name = this.manager.getSessionIdPathParameterName() + "=";
		return Stream.of(parameters.split(";"))
			.filter((parameter) -> parameter.startsWith(name))
			.map((parameter) -> parameter.substring(name.length()));
	}

}
