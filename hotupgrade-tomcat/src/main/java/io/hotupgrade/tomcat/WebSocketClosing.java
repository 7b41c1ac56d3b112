package io.hotupgrade.tomcat;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.server.WebSocketSession;
import io.hotupgrade.server.support.FieldByType;
import io.hotupgrade.server.support.NativeSession;
import io.hotupgrade.server.support.WebSocketLink;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import org.apache.coyote.UpgradeToken;
import org.apache.tomcat.websocket.WsSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a WebSocket session through the JSR's interface, so that the application's
 * endpoint learns of it.
 */
final class WebSocketClosing implements WebSocketLink {

	private static final Logger logger = LoggerFactory.getLogger(WebSocketClosing.class);

	private final String path;

	private final Session session;

	private final Executor worker;

	private final Runnable cut;

	private final AtomicBoolean closed = new AtomicBoolean();

	private WebSocketClosing(String path, Session session, Executor worker, Runnable cut) {
		this.path = path;
		this.session = session;
		this.worker = worker;
		this.cut = cut;
	}

	/**
	 * Finds the session on a connection.
	 * @param token how the connection was upgraded
	 * @param path path of the request that upgraded it
	 * @param worker runs what may wait for the client
	 * @param cut closes the connection
	 * @return the session, or {@code null} if there is none
	 */
	static @Nullable WebSocketClosing find(UpgradeToken token, String path, Executor worker, Runnable cut) {
		Session session = FieldByType.read(token.getHttpUpgradeHandler(), WsSession.class);
		return (session != null) ? new WebSocketClosing(path, session, worker, cut) : null;
	}

	/**
	 * Whether a close frame has been sent on a connection, by whomever.
	 * @param token how the connection was upgraded
	 */
	static boolean isOver(UpgradeToken token) {
		Session session = FieldByType.read(token.getHttpUpgradeHandler(), WsSession.class);
		return session != null && !session.isOpen();
	}

	@Override
	public WebSocketSession session() {
		return new NativeSession(this.path, this.session, this.session.getBasicRemote()::sendText);
	}

	@Override
	public void close(String reason) throws IOException {
		if (this.closed.compareAndSet(false, true)) {
			this.session.close(new CloseReason(CloseCodes.GOING_AWAY, reason));
		}
	}

	/** Waits for a client that does not read, so it has to have a thread of its own. */
	@Override
	public void closeLate(String reason) {
		this.worker.execute(() -> {
			try {
				close(reason);
			}
			catch (IOException ex) {
				logger.debug("The client of the WebSocket session at {} is gone", this.path, ex);
			}
		});
	}

	@Override
	public void end() {
		this.cut.run();
	}

}
