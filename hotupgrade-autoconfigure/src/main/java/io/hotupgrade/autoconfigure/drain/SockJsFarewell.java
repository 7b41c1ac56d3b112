package io.hotupgrade.autoconfigure.drain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.Map;

import io.hotupgrade.server.DrainAttributes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;
import org.springframework.web.socket.sockjs.transport.TransportHandlingSockJsService;
import org.springframework.web.socket.sockjs.transport.TransportType;
import org.springframework.web.socket.sockjs.transport.handler.AbstractHttpSendingTransportHandler;

/**
 * Makes the requests by which SockJS sessions receive over HTTP known as endless, and
 * ends their sessions with a close frame when their instance leaves: without that they
 * would be held to the time limit and cut.
 */
final class SockJsFarewell implements HandlerInterceptor {

	static final CloseStatus GOING_AWAY = CloseStatus.GOING_AWAY.withReason("This instance is going away");

	private static final Logger logger = LoggerFactory.getLogger(SockJsFarewell.class);

	private static final @Nullable Field SESSIONS = sessionsField();

	/** A server's number, a session's id, and the transport. */
	private static final int PATH_SEGMENTS = 3;

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (SESSIONS != null && handler instanceof SockJsHttpRequestHandler sockJs
				&& sockJs.getSockJsService() instanceof TransportHandlingSockJsService service) {
			String[] path = StringUtils.tokenizeToStringArray(request.getRequestURI(), "/");
			if (path.length >= PATH_SEGMENTS && receives(service, path[path.length - 1])) {
				String session = path[path.length - 2];
				request.setAttribute(DrainAttributes.END, (Runnable) () -> end(service, session));
			}
		}
		return true;
	}

	private static boolean receives(TransportHandlingSockJsService service, String transport) {
		TransportType type = TransportType.fromValue(transport);
		return type != null && service.getTransportHandlers().get(type) instanceof AbstractHttpSendingTransportHandler;
	}

	private static void end(TransportHandlingSockJsService service, String id) {
		Map<?, ?> sessions = (Map<?, ?>) ReflectionUtils.getField(SESSIONS, service);
		if (sessions != null && sessions.get(id) instanceof WebSocketSession session) {
			try {
				session.close(GOING_AWAY);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("SockJS session " + id + " could not be closed", ex);
			}
		}
	}

	private static @Nullable Field sessionsField() {
		Field field = ReflectionUtils.findField(TransportHandlingSockJsService.class, "sessions", Map.class);
		if (field == null) {
			logger.warn("Spring's TransportHandlingSockJsService has no field 'sessions' of type Map. SockJS sessions "
					+ "over HTTP get no close frame when this instance leaves: they are cut at the drain's time limit");
			return null;
		}
		field.setAccessible(true);
		return field;
	}

}
