package io.hotupgrade.tomcat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.server.WebSocketFarewell;
import io.hotupgrade.server.WebSocketSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import org.apache.coyote.UpgradeToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes leave of a WebSocket session with a close frame (1001, going away), after the
 * application has said what it has to say. A session is closed through the JSR's
 * interface, so that the application's endpoint learns of it.
 */
final class WebSocketClosing {

	private static final Duration HOOK_LIMIT = Duration.ofSeconds(2);

	/** For the client's own close frame, which it owes us (RFC 6455, section 5.5.1). */
	private static final Duration REPLY_LIMIT = Duration.ofSeconds(5);

	private static final String REASON = "This instance is going away";

	private static final Logger logger = LoggerFactory.getLogger(WebSocketClosing.class);

	private final TomcatConnection connection;

	private final String path;

	private final UpgradeToken token;

	private final List<WebSocketFarewell> farewells;

	private final AtomicBoolean closed = new AtomicBoolean();

	WebSocketClosing(TomcatConnection connection, String path, UpgradeToken token, List<WebSocketFarewell> farewells) {
		this.connection = connection;
		this.path = path;
		this.token = token;
		this.farewells = farewells;
	}

	/**
	 * Begins to take leave.
	 */
	void begin() {
		Session session = session(this.token.getHttpUpgradeHandler());
		if (session == null) {
			logger.debug("No WebSocket was found on {}", this.connection);
			return;
		}
		this.connection.executeOnWorker(() -> {
			this.farewells.forEach((farewell) -> takeLeave(session, farewell));
			close(session);
		});
		this.connection.executeAfter(() -> this.connection.executeOnWorker(() -> close(session)), HOOK_LIMIT);
		this.connection.executeAfter(this.connection::closeNow, HOOK_LIMIT.plus(REPLY_LIMIT));
	}

	private void takeLeave(Session session, WebSocketFarewell farewell) {
		try {
			farewell.takeLeave(new JakartaSession(session, this.path), HOOK_LIMIT);
		}
		catch (Exception ex) {
			logger.warn("The farewell to WebSocket session {} failed; it is closed now", session.getId(), ex);
		}
	}

	private void close(Session session) {
		if (this.closed.compareAndSet(false, true)) {
			try {
				session.close(new CloseReason(CloseCodes.GOING_AWAY, REASON));
			}
			catch (IOException ex) {
				logger.debug("The client of session {} is gone", session.getId(), ex);
			}
		}
	}

	/** Tomcat keeps it where it gives it to nobody. */
	private static Session session(Object upgradeHandler) {
		for (Field field : upgradeHandler.getClass().getDeclaredFields()) {
			if (Session.class.isAssignableFrom(field.getType())) {
				try {
					field.setAccessible(true);
					return (Session) field.get(upgradeHandler);
				}
				catch (ReflectiveOperationException | RuntimeException ex) {
					logger.debug("The field {} cannot be read", field, ex);
				}
			}
		}
		return null;
	}

	private record JakartaSession(Session session, String path) implements WebSocketSession {

		@Override
		public void sendText(String text) throws IOException {
			this.session.getBasicRemote().sendText(text);
		}

		@Override
		public <T> Optional<T> unwrap(Class<T> type) {
			return type.isInstance(this.session) ? Optional.of(type.cast(this.session)) : Optional.empty();
		}

	}

}
