package io.hotupgrade.undertow;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;

/**
 * Takes leave of a WebSocket session with a close frame (1001, going away), after the
 * application has said what it has to say.
 */
final class WebSocketClosing {

	static final Duration HOOK_LIMIT = Duration.ofSeconds(2);

	/** For the client's own close frame, which it owes us (RFC 6455, section 5.5.1). */
	private static final Duration REPLY_LIMIT = Duration.ofSeconds(5);

	private static final String REASON = "This instance is going away";

	private static final Logger logger = LoggerFactory.getLogger(WebSocketClosing.class);

	private final TrackedConnection connection;

	private final List<WebSocketFarewell> farewells;

	WebSocketClosing(TrackedConnection connection, List<WebSocketFarewell> farewells) {
		this.connection = connection;
		this.farewells = farewells;
	}

	/**
	 * Begins to take leave. To be called on the connection's own thread.
	 */
	void begin() {
		WebSocketChannel channel = WebSocketChannels.of(this.connection);
		if (channel == null) {
			logger.debug("No WebSocket was found on " + this.connection);
			return;
		}
		try {
			channel.getWorker().execute(() -> takeLeave(channel));
		}
		catch (RejectedExecutionException ex) {
			sendClose(channel);
		}
		this.connection.executeAfter(() -> sendClose(channel), HOOK_LIMIT);
		this.connection.executeAfter(this.connection::finish, HOOK_LIMIT.plus(REPLY_LIMIT));
	}

	private void takeLeave(WebSocketChannel channel) {
		if (Jsr.PRESENT && Jsr.takeLeave(channel, this.farewells)) {
			return;
		}
		sendClose(channel);
	}

	private static void sendClose(WebSocketChannel channel) {
		if (channel.isOpen() && !channel.isCloseFrameSent() && !channel.isCloseFrameReceived()) {
			WebSockets.sendClose(CloseMessage.GOING_AWAY, REASON, channel, null);
		}
	}

	/**
	 * What needs {@code undertow-websockets-jsr}. A session is closed through the JSR's
	 * interface, so that the application's endpoint learns of it.
	 */
	private static final class Jsr {

		static final boolean PRESENT = isPresent();

		private static boolean isPresent() {
			try {
				Class.forName("io.undertow.websockets.jsr.UndertowSession", false,
						WebSocketClosing.class.getClassLoader());
				return true;
			}
			catch (ClassNotFoundException | LinkageError ex) {
				return false;
			}
		}

		static boolean takeLeave(WebSocketChannel channel, List<WebSocketFarewell> farewells) {
			if (!(channel.getReceiveSetter() instanceof ChannelListener.SimpleSetter<?> receive)) {
				return false;
			}
			UndertowSession session = FieldByType.read(receive.get(), UndertowSession.class);
			if (session == null) {
				return false;
			}
			farewells.forEach((farewell) -> takeLeave(session, farewell));
			try {
				session.close(new CloseReason(CloseCodes.GOING_AWAY, REASON));
			}
			catch (IOException ex) {
				logger.debug("The client of session " + session.getId() + " is gone", ex);
			}
			return true;
		}

		private static void takeLeave(UndertowSession session, WebSocketFarewell farewell) {
			try {
				farewell.takeLeave(session, HOOK_LIMIT);
			}
			catch (Exception ex) {
				logger.warn("The farewell to WebSocket session " + session.getId() + " failed; it is closed now", ex);
			}
		}

	}

}
