package io.hotupgrade.jetty;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.server.WebSocketSession;
import io.hotupgrade.server.support.FieldByType;
import io.hotupgrade.server.support.NativeSession;
import io.hotupgrade.server.support.WebSocketLink;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a WebSocket session by what Jetty's own API and that of Jakarta have in common,
 * so that the application's endpoint learns of it, whichever it uses.
 */
final class WebSocketClosing implements WebSocketLink {

	private static final Logger logger = LoggerFactory.getLogger(WebSocketClosing.class);

	private static final Duration SEND_LIMIT = Duration.ofSeconds(10);

	private final WebSocketCoreSession session;

	private final String path;

	private final Executor worker;

	private final Runnable cut;

	private final AtomicBoolean closed = new AtomicBoolean();

	private WebSocketClosing(WebSocketCoreSession session, String path, Executor worker, Runnable cut) {
		this.session = session;
		this.path = path;
		this.worker = worker;
		this.cut = cut;
	}

	/**
	 * Finds the session on a connection.
	 * @param webSocket what Jetty has made of it
	 * @param path path of the request that upgraded it
	 * @param worker runs what may wait for the client
	 * @param cut closes the connection
	 * @return the session, or {@code null} if there is none
	 */
	static @Nullable WebSocketClosing find(Connection webSocket, String path, Executor worker, Runnable cut) {
		WebSocketCoreSession session = FieldByType.read(webSocket, WebSocketCoreSession.class);
		return (session != null) ? new WebSocketClosing(session, path, worker, cut) : null;
	}

	/**
	 * Whether a close frame has been sent on a connection, by whomever.
	 * @param webSocket what Jetty has made of it
	 */
	static boolean isOver(Connection webSocket) {
		WebSocketCoreSession session = FieldByType.read(webSocket, WebSocketCoreSession.class);
		return session != null && !session.isOutputOpen();
	}

	@Override
	public @Nullable WebSocketSession session() {
		Object seen = seenByApplication(this.session.getHandler());
		return (seen != null) ? new NativeSession(this.path, seen, this::send) : null;
	}

	/**
	 * Each of the two APIs has a class of its own for it, in a package of each version.
	 */
	private static @Nullable Object seenByApplication(FrameHandler handler) {
		try {
			return handler.getClass().getMethod("getSession").invoke(handler);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("{} does not tell its session", handler, ex);
			return null;
		}
	}

	private void send(String text) throws IOException {
		Callback.Completable sent = new Callback.Completable();
		this.session.sendFrame(new Frame(OpCode.TEXT, text), sent, false);
		try {
			sent.get(SEND_LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IOException("A message could not be sent to the client of the WebSocket session at " + this.path,
					ex);
		}
	}

	@Override
	public void close(String reason) {
		if (this.closed.compareAndSet(false, true)) {
			this.session.close(CloseStatus.SHUTDOWN, reason, Callback.NOOP);
		}
	}

	@Override
	public void closeLate(String reason) {
		this.worker.execute(() -> close(reason));
	}

	@Override
	public void end() {
		this.cut.run();
	}

}
