package io.hotupgrade.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.DrainState;
import io.hotupgrade.server.support.DrainThreads;
import io.hotupgrade.server.support.Http2Link;
import io.hotupgrade.server.support.TrackedConnection;
import io.hotupgrade.server.support.TrackedRequest;
import io.hotupgrade.server.support.WebSocketLink;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that Jetty has accepted.
 */
final class JettyConnection extends TrackedConnection implements TrackedHttpConnection.Owner {

	private static final Logger logger = LoggerFactory.getLogger(JettyConnection.class);

	private static final String WEB_SOCKETS = "org.eclipse.jetty.websocket.";

	private static final String NO_PROTOCOL = "NONE";

	private static final int MOST_UNREAD = 16 * 1024;

	private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(1);

	private final SocketChannel channel;

	private final DrainThreads threads;

	private final Executor workers;

	private final Consumer<SocketChannel> forget;

	private final Object turn = new Object();

	private volatile @Nullable SslConnection tls;

	/** What speaks the connection's protocol, within TLS if there is any. */
	private volatile @Nullable Connection protocol;

	private volatile @Nullable Http2Session http2;

	private volatile boolean clientGone;

	/**
	 * Creates a connection that has just been accepted.
	 * @param channel the connection
	 * @param drain whether its server drains
	 * @param progress run when somebody who waits for the connection may have less to
	 * wait for
	 * @param threads what the drain is done on
	 * @param workers the server's threads
	 * @param forget told when the connection has been closed
	 */
	JettyConnection(SocketChannel channel, DrainState drain, Runnable progress, DrainThreads threads, Executor workers,
			Consumer<SocketChannel> forget) {
		super(drain, progress);
		this.channel = channel;
		this.threads = threads;
		this.workers = workers;
		this.forget = forget;
	}

	/**
	 * Tells what Jetty has made of the connection.
	 * @param opened what reads and writes from now on
	 */
	void carries(Connection opened) {
		if (opened instanceof SslConnection secure) {
			this.tls = secure;
			return;
		}
		if (opened instanceof TrackedHttpConnection http) {
			http.setOwner(this);
		}
		this.protocol = opened;
	}

	/**
	 * Tells that HTTP/2 is spoken, and its settings have been sent.
	 * @param session the HTTP/2 connection
	 */
	void speaksHttp2(Http2Session session) {
		this.http2 = session;
		speaksHttp2((Http2Link) session);
		drain();
	}

	/**
	 * Whether the response that is about to be sent shall be the last. A pipelined
	 * request that has arrived would be thrown away with the connection. Its own response
	 * ends the connection instead.
	 */
	boolean endsWithNextResponse() {
		return leaves() && this.protocol instanceof TrackedHttpConnection http
				&& !(http.readsNoBody() && (http.holdsNextRequest() || inputWaits()));
	}

	boolean inputWaits() {
		return SocketInput.waits(this.channel, this.tls);
	}

	/**
	 * Tells that a request has asked for another protocol, which is spoken from now on.
	 * @param upgraded what speaks it
	 * @param path the request's path
	 */
	void upgraded(Connection upgraded, String path) {
		upgraded(isWebSocket(upgraded) ? TrafficKind.WEBSOCKET : TrafficKind.OTHER, path);
	}

	private static boolean isWebSocket(@Nullable Connection connection) {
		return connection != null && connection.getClass().getName().startsWith(WEB_SOCKETS);
	}

	@Override
	public void outputEnded() {
		Connection known = this.protocol;
		if (!hasLeft() && known != null && known.getEndPoint().isOutputShutdown()) {
			endSent();
			if (leaves()) {
				executeAfter(this::closeNow, LINGER);
			}
		}
	}

	/**
	 * Tells that the response of a request has failed.
	 * @param request the request
	 * @param stream the HTTP/2 stream's number
	 * @param failure why
	 */
	void failed(TrackedRequest request, String stream, Throwable failure) {
		if (countsBreakOffs() && !this.clientGone) {
			Http2Session session = this.http2;
			if (session != null ? session.isServing(stream) : !isLost(failure)) {
				brokeOff(request);
			}
		}
	}

	/**
	 * Where Jetty has closed the connection, it has found out that the client is gone.
	 */
	private boolean isLost(Throwable failure) {
		return this.channel.isOpen() ? lookForClient() : !isTimeout(failure);
	}

	private static boolean isTimeout(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof TimeoutException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Looks whether the client has ended or reset the connection, of which nothing more
	 * is read by anybody.
	 * @return whether the client has gone
	 */
	private boolean lookForClient() {
		SslConnection secure = this.tls;
		if (secure != null && secure.getSSLEngine().isInboundDone()) {
			this.clientGone = true;
			return true;
		}
		try {
			ByteBuffer unread = ByteBuffer.allocate(MOST_UNREAD);
			int count = 1;
			while (count > 0) {
				// TLS says that it ends before it does.
				unread.clear();
				count = this.channel.read(unread);
			}
			this.clientGone = count < 0;
		}
		catch (ClosedChannelException ex) {
			// By this side.
		}
		catch (IOException ex) {
			this.clientGone = true;
		}
		return this.clientGone;
	}

	@Override
	public void givenUp() {
		if (countsBreakOffs() && !hasLeft() && !lookForClient()) {
			brokeOffArriving();
		}
	}

	/**
	 * Tells that the connection has been closed.
	 * @param stopping whether that is because its connector stops
	 */
	void closed(boolean stopping) {
		if (stopping && countsBreakOffs() && !this.clientGone && !(upgrade() != null && tookLeave())) {
			brokeOff();
		}
		this.forget.accept(this.channel);
	}

	@Override
	protected boolean isOpen() {
		return this.channel.isOpen();
	}

	@Override
	protected boolean arriving() {
		SslConnection secure = this.tls;
		if (secure != null && secure.getSSLEngine().getSession().getProtocol().equals(NO_PROTOCOL)) {
			// Browsers connect ahead of their requests, and a handshake does not take
			// long.
			return age().compareTo(HANDSHAKE_LIMIT) < 0;
		}
		return (this.protocol instanceof TrackedHttpConnection http && http.readsRequest()) || inputWaits();
	}

	@Override
	protected boolean nothingWaits() {
		Http2Session session = this.http2;
		return (session == null || !session.hasStreams()) && !inputWaits();
	}

	@Override
	protected void readOn() {
		// Jetty waits for what this connection sends as long as it is idle.
	}

	@Override
	protected void execute(Runnable task) {
		executeAfter(task, Duration.ZERO);
	}

	@Override
	protected void executeAfter(Runnable task, Duration delay) {
		this.threads.execute(() -> {
			synchronized (this.turn) {
				if (isOpen()) {
					task.run();
				}
			}
		}, delay);
	}

	@Override
	protected boolean exclusively(Runnable task) {
		if (this.protocol instanceof TrackedHttpConnection http) {
			return http.exclusively(task);
		}
		return super.exclusively(task);
	}

	@Override
	protected void executeOnWorker(Runnable task) {
		try {
			this.workers.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The server has stopped", ex);
		}
	}

	@Override
	protected void finish() {
		if (this.protocol instanceof TrackedHttpConnection || this.http2 != null) {
			this.protocol.getEndPoint().shutdownOutput();
			outputEnded();
		}
		else {
			closeNow();
		}
	}

	@Override
	protected void closeNow() {
		SslConnection secure = this.tls;
		Connection known = (secure != null) ? secure : this.protocol;
		if (known != null) {
			EndPoint endPoint = known.getEndPoint();
			endPoint.close();
		}
		else {
			closeChannel();
		}
		this.forget.accept(this.channel);
	}

	private void closeChannel() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("{} could not be closed", this, ex);
		}
	}

	@Override
	protected boolean tookLeave() {
		Connection known = this.protocol;
		return super.tookLeave() || (isWebSocket(known) && WebSocketClosing.isOver(known));
	}

	@Override
	protected @Nullable WebSocketLink webSocket() {
		Connection known = this.protocol;
		return isWebSocket(known)
				? WebSocketClosing.find(known, upgrade().path(), this::executeOnWorker, this::closeNow) : null;
	}

	@Override
	public String toString() {
		return super.toString() + ", " + this.channel + ", "
				+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastActivity()) + " ms since its last request";
	}

}
