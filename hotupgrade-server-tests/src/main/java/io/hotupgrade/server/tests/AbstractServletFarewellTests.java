package io.hotupgrade.server.tests;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.hotupgrade.server.DrainAttributes;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * What every {@link UpgradableServer} for servlets has to do with WebSocket sessions,
 * endless responses and requests that are not worth waiting for.
 *
 * @since 0.1.0
 */
public abstract class AbstractServletFarewellTests extends AbstractFarewellTests {

	/**
	 * Starts a server named {@code server} that listens on the loopback address and has
	 * WebSockets.
	 * @param registry the registry to use
	 * @param setup what the server is to be like
	 * @param hooks what the application contributes to a drain
	 * @param servlets the application's, beside that for the handler
	 * @return stops the server
	 * @throws Exception if the server does not start
	 */
	protected abstract AutoCloseable start(ServerRegistry registry, Setup setup, DrainHooks hooks,
			List<ServletMapping> servlets) throws Exception;

	@Override
	protected final AutoCloseable start(ServerRegistry registry, Setup setup, DrainHooks hooks) throws Exception {
		return start(registry, setup, hooks,
				List.of(new ServletMapping(new WebSocketServlet(), List.of("/ws")),
						new ServletMapping(new EventServlet(),
								List.of("/events", "/silent-events", "/timed-out-events", "/ignored", "/attribute"))));
	}

	@Override
	protected final Class<?> sessionType() {
		return Session.class;
	}

	/**
	 * Upgrades as spring-websocket does.
	 */
	private static final class WebSocketServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			ServerContainer container = (ServerContainer) getServletContext()
				.getAttribute(ServerContainer.class.getName());
			try {
				container.upgradeHttpToWebSocket(request, response,
						ServerEndpointConfig.Builder.create(SilentEndpoint.class, "/ws").build(), Map.of());
			}
			catch (DeploymentException ex) {
				throw new IOException(ex);
			}
		}

	}

	/**
	 * Takes down why it is closed.
	 */
	public static final class SilentEndpoint extends Endpoint {

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			opened(session);
		}

		@Override
		public void onClose(Session session, CloseReason reason) {
			closed(reason.getCloseCode().getCode());
		}

	}

	/**
	 * Starts responses that do not end.
	 */
	private static final class EventServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			AsyncContext async = request.startAsync();
			async.setTimeout(request.getRequestURI().equals("/timed-out-events") ? LIMIT.toMillis() : 0);
			if (request.getRequestURI().equals("/attribute")) {
				request.setAttribute(DrainAttributes.IGNORE, true);
			}
			if (request.getRequestURI().endsWith("events")) {
				response.setContentType("text/event-stream");
				response.getWriter().write("data: 1\n\n");
				response.flushBuffer();
			}
			if (request.getRequestURI().equals("/events")) {
				request.setAttribute(DrainAttributes.END, (Runnable) () -> end(async));
			}
		}

		private static void end(AsyncContext async) {
			try {
				async.getResponse().getWriter().write("data: last\n\n");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			async.complete();
		}

	}

}
