package io.hotupgrade.tomcat;

import java.io.IOException;

import io.hotupgrade.sessions.SessionUnavailableException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Fetches a request's session from the other instance before the application sees the
 * request: where it cannot be had, the client gets a response of its own, and keeps its
 * cookie.
 */
final class SharedSessionValve extends ValveBase {

	private final SharedSessionManager manager;

	SharedSessionValve(SharedSessionManager manager) {
		super(true);
		this.manager = manager;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		String id = request.getRequestedSessionId();
		try {
			if (id != null && this.manager.isLinked() && !isFetched(id, response)) {
				return;
			}
			getNext().invoke(request, response);
		}
		finally {
			this.manager.letGo();
		}
	}

	private boolean isFetched(String id, Response response) throws IOException {
		try {
			this.manager.findSession(id);
			return true;
		}
		catch (SessionUnavailableException ex) {
			response.setHeader("Retry-After", SessionUnavailableException.RETRY_AFTER);
			response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
			return false;
		}
	}

}
