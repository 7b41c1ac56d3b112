package io.hotupgrade.server.support;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.hotupgrade.server.WebSocketFarewell;
import io.hotupgrade.server.WebSocketSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes leave of a WebSocket session with a close frame (1001, going away), after the
 * application has said what it has to say.
 */
final class WebSocketCourse {

	private static final Duration HOOK_LIMIT = Duration.ofSeconds(2);

	/** For the client's own close frame, which it owes us (RFC 6455, section 5.5.1). */
	private static final Duration REPLY_LIMIT = Duration.ofSeconds(5);

	private static final String REASON = "This instance is going away";

	private static final Logger logger = LoggerFactory.getLogger(WebSocketCourse.class);

	private final DrainableConnection connection;

	private final WebSocketLink link;

	private final List<WebSocketFarewell> farewells;

	WebSocketCourse(DrainableConnection connection, WebSocketLink link, List<WebSocketFarewell> farewells) {
		this.connection = connection;
		this.link = link;
		this.farewells = farewells;
	}

	/**
	 * Begins to take leave. To be called in the connection's turn.
	 */
	void begin() {
		this.connection.executeOnWorker(() -> {
			WebSocketSession session = this.link.session();
			if (session != null) {
				this.farewells.forEach((farewell) -> takeLeave(session, farewell));
			}
			close();
		});
		this.connection.executeAfter(() -> this.link.closeLate(REASON), HOOK_LIMIT);
		this.connection.executeAfter(this.link::end, HOOK_LIMIT.plus(REPLY_LIMIT));
	}

	private void takeLeave(WebSocketSession session, WebSocketFarewell farewell) {
		try {
			farewell.takeLeave(session, HOOK_LIMIT);
		}
		catch (Exception ex) {
			logger.warn("The farewell to a WebSocket session on {} failed; it is closed now", this.connection, ex);
		}
	}

	private void close() {
		try {
			this.link.close(REASON);
		}
		catch (IOException ex) {
			logger.debug("The client of {} is gone", this.connection, ex);
		}
	}

}
