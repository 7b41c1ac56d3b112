package io.hotupgrade.tomcat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLEngine;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.Http2Link;
import io.hotupgrade.server.support.PeerResets;
import io.hotupgrade.server.support.TrackedConnection;
import io.hotupgrade.server.support.WebSocketLink;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http2.DrainableHttp2Protocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that Tomcat has accepted.
 */
final class TomcatConnection extends TrackedConnection {

	private static final Logger logger = LoggerFactory.getLogger(TomcatConnection.class);

	private static final int OK = 200;

	private static final int MOST_UNREAD = 16 * 1024;

	private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(1);

	private final SocketChannel channel;

	private final TomcatServer server;

	private final DrainThreads threads;

	private final Object turn = new Object();

	/** Is set again by whoever finds it first. */
	private volatile @Nullable SocketWrapperBase<NioChannel> wrapper;

	/**
	 * The request of HTTP/1 that is being served, used by the thread that serves it.
	 * Tomcat's own objects, which belong to it, must not be kept by idle connections.
	 */
	private @Nullable TomcatRequest request;

	/** Path of the request that has asked for another protocol. */
	private String upgradePath = "";

	private volatile @Nullable UpgradeToken upgradeToken;

	private volatile boolean upgradesToHttp2;

	private volatile boolean clientGone;

	/** Is there where HTTP/2 is spoken. */
	private volatile @Nullable PeerResets clientResets;

	private volatile DrainableHttp2Protocol.@Nullable Connection http2;

	TomcatConnection(SocketChannel channel, TomcatServer server, DrainThreads threads) {
		super(server.drain(), server.progress());
		this.channel = channel;
		this.server = server;
		this.threads = threads;
	}

	/**
	 * Tells what Tomcat knows of the connection.
	 * @param known the wrapper, or {@code null}
	 */
	void carries(@Nullable SocketWrapperBase<NioChannel> known) {
		if (this.wrapper == null) {
			this.wrapper = known;
		}
	}

	void begin(TomcatRequest begun) {
		if (!this.upgradesToHttp2) {
			this.request = begun;
		}
		begin(begun.tracked());
	}

	void end(TomcatRequest ended) {
		if (this.request == ended) {
			this.request = null;
		}
		if (ended.upgrades()) {
			this.upgradePath = ended.path();
		}
		end(ended.tracked());
	}

	/**
	 * Tells that the response of a request has ended before its end, while the server
	 * drains.
	 */
	void endedEarly(TomcatRequest request) {
		if (!isReset(request) && !this.clientGone && !(isHttp2() ? isLost() : lookForClient())) {
			brokeOff(request.tracked());
		}
	}

	private boolean isReset(TomcatRequest request) {
		PeerResets resets = this.clientResets;
		return resets != null && resets.contains(request.stream());
	}

	/**
	 * Whether Tomcat has found out that the client of an HTTP/2 connection has ended or
	 * reset it. Tomcat notes that before it tells the streams; others may still read.
	 */
	private boolean isLost() {
		SocketWrapperBase<NioChannel> known = this.wrapper;
		IOException error = (known != null) ? known.getError() : null;
		return error != null && !(error instanceof SocketTimeoutException);
	}

	/**
	 * Looks whether the client has ended or reset the connection, of which nothing more
	 * is read by anybody.
	 * @return whether the client has gone
	 */
	private boolean lookForClient() {
		if (hasTlsEnded()) {
			this.clientGone = true;
			return true;
		}
		try {
			ByteBuffer unread = ByteBuffer.allocate(MOST_UNREAD);
			int count = 1;
			while (count > 0) {
				// TLS says that it ends before it does.
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

	/** What the client says there arrives before the end of the connection does. */
	private boolean hasTlsEnded() {
		SocketWrapperBase<NioChannel> known = this.wrapper;
		SSLEngine engine = (known != null && known.getSocket() instanceof SecureNioChannel secure)
				? secure.getSslEngine() : null;
		return engine != null && engine.isInboundDone();
	}

	boolean isDraining() {
		return leaves();
	}

	/**
	 * Tells that the thread that serves a request of HTTP/1 may be about to commit its
	 * response.
	 */
	void responding() {
		if (isDraining() && this.request != null) {
			this.request.endConnectionIfDraining();
		}
	}

	/**
	 * Ends the connection with the response that is about to be committed, while the
	 * server drains. Only HTTP/1 has a way to say so in a response.
	 */
	void endWith(Request request, Response response) {
		if (isDraining() && !isHttp2() && response.getStatus() >= OK && !nextRequestWaits(request)) {
			response.setHeader("Connection", "close");
			if (response.getContentLengthLong() < 0 && response.getTrailerFields() == null
					&& !TomcatRequest.isHead(request)) {
				// Otherwise the end of the connection would be the end of the body, and a
				// client could not tell a complete response from a cut one. Tomcat sends
				// what may have trailers in chunks.
				response.setTrailerFields(Map::of);
			}
		}
	}

	/**
	 * A pipelined request that has arrived would be thrown away with the connection. Its
	 * own response ends the connection instead.
	 */
	private boolean nextRequestWaits(Request request) {
		AtomicBoolean bodyRead = new AtomicBoolean();
		request.action(ActionCode.REQUEST_BODY_FULLY_READ, bodyRead);
		if (!bodyRead.get()) {
			return false;
		}
		SocketWrapperBase<NioChannel> known = this.wrapper;
		return RequestBuffer.holdsMore(request) || (known != null && SocketInput.waits(known));
	}

	/**
	 * Tells that HTTP/2 is spoken.
	 * @param http2 the HTTP/2 connection, which has not sent anything yet
	 */
	void speaksHttp2(DrainableHttp2Protocol.Connection http2) {
		this.upgradesToHttp2 = true;
		PeerResets resets = new PeerResets();
		this.clientResets = resets;
		this.http2 = http2;
		http2.whenPeerLeaves(this::peerLeaves);
		http2.whenStreamReset(resets::add);
		http2.whenReady(() -> {
			speaksHttp2(new Http2Link() {

				@Override
				public void sendNotice() {
					send(http2::sendNotice);
				}

				@Override
				public boolean sendLast() {
					return TomcatConnection.this.sendLast(http2);
				}

			});
			drain();
		});
	}

	/**
	 * Tomcat would answer what the client still sends, a PING for example, which is not
	 * possible behind the end: so it does not read any more.
	 */
	private boolean sendLast(DrainableHttp2Protocol.Connection http2) {
		SocketWrapperBase<NioChannel> known = this.wrapper;
		if (known instanceof NioSocketWrapper nio) {
			suspendReading(nio);
			if (http2.hasStreams() || SocketInput.waits(known)) {
				known.registerReadInterest();
				return false;
			}
		}
		send(http2::sendLast);
		finish();
		return true;
	}

	private void suspendReading(NioSocketWrapper nio) {
		SelectionKey key = this.channel.keyFor(nio.getPoller().getSelector());
		if (key != null && key.isValid()) {
			key.interestOpsAnd(~SelectionKey.OP_READ);
			nio.interestOps(nio.interestOps() & ~SelectionKey.OP_READ);
		}
	}

	/**
	 * Writes something of the drain's.
	 */
	@FunctionalInterface
	private interface Sending {

		void send() throws IOException;

	}

	private void send(Sending sending) {
		try {
			sending.send();
		}
		catch (IOException ex) {
			logger.debug("The client of {} is gone", this, ex);
			closeNow();
		}
	}

	/**
	 * Tells that the connection speaks another protocol than HTTP from now on.
	 * @param token how it was upgraded
	 */
	void upgraded(UpgradeToken token) {
		if (this.upgradesToHttp2) {
			return;
		}
		this.upgradeToken = token;
		boolean webSocket = "websocket".equalsIgnoreCase(token.getProtocol())
				|| token.getHttpUpgradeHandler() instanceof InternalHttpUpgradeHandler;
		upgraded(webSocket ? TrafficKind.WEBSOCKET : TrafficKind.OTHER, this.upgradePath);
	}

	@Override
	protected boolean isOpen() {
		SocketWrapperBase<NioChannel> known = this.wrapper;
		return this.channel.isOpen() && (known == null || !known.isClosed());
	}

	@Override
	protected boolean arriving() {
		SocketWrapperBase<NioChannel> known = this.wrapper;
		if (known == null) {
			return false;
		}
		if (known.getSocket().isHandshakeComplete()) {
			// Kept while a request has been read in part.
			return known.getCurrentProcessor() != null || SocketInput.waits(known);
		}
		// Browsers connect ahead of their requests, and a handshake does not take long.
		return age().compareTo(HANDSHAKE_LIMIT) < 0;
	}

	@Override
	protected boolean nothingWaits() {
		DrainableHttp2Protocol.Connection streams = this.http2;
		SocketWrapperBase<NioChannel> known = this.wrapper;
		// A stream is counted in by the thread that takes it up.
		return (streams == null || !streams.hasStreams()) && (known == null || !SocketInput.waits(known));
	}

	@Override
	protected void readOn() {
		// Tomcat's poller waits for what this connection sends as long as it is idle.
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
		SocketWrapperBase<NioChannel> known = this.wrapper;
		return known == null || SocketLock.runIfFree(known, task);
	}

	@Override
	protected void executeOnWorker(Runnable task) {
		SocketWrapperBase<NioChannel> known = this.wrapper;
		try {
			if (known != null) {
				known.execute(task);
			}
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The server has stopped", ex);
		}
	}

	@Override
	protected void finish() {
		if (!sendEnd()) {
			closeNow();
		}
	}

	/**
	 * Makes a connection that Tomcat would close wait for the client's end of it: what
	 * the client still sends would otherwise reset the connection, and with it the
	 * response that it has not read yet. On the thread that works on it.
	 * @param event what made Tomcat close it
	 * @return whether it lingers
	 */
	boolean linger(SocketEvent event) {
		return isDraining() && event != SocketEvent.ERROR && event != SocketEvent.DISCONNECT
				&& event != SocketEvent.STOP && event != SocketEvent.CONNECT_FAIL && !isHttp2() && upgrade() == null
				&& isOpen() && sendEnd();
	}

	private boolean sendEnd() {
		try {
			SocketWrapperBase<NioChannel> known = this.wrapper;
			if (known != null && known.getSocket() instanceof SecureNioChannel secure) {
				// Says close_notify and leaves the socket open.
				secure.close();
			}
			this.channel.shutdownOutput();
			endSent();
			this.threads.lingering().add(this.channel, this::close);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	protected void closeNow() {
		SocketWrapperBase<NioChannel> known = this.wrapper;
		if (inFlight() > 0 || known == null || !SocketLock.runIfFree(known, this::close)) {
			// Whoever works on it finds that out; its buffers must not be given to
			// others.
			closeChannel();
		}
		closed();
	}

	private void close() {
		SocketWrapperBase<NioChannel> known = this.wrapper;
		if (known != null) {
			known.close();
		}
		else {
			closeChannel();
		}
	}

	private void closeChannel() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("{} could not be closed", this, ex);
		}
	}

	/**
	 * Tells that the server will not wait for its client any longer.
	 */
	void givenUp() {
		if (isDraining() && !hasLeft() && !this.clientGone && !lookForClient()) {
			brokeOffArriving();
		}
	}

	/**
	 * Tells that the server is about to close the connection.
	 */
	void closing() {
		if (isDraining() && !hasLeft() && (inFlight() > 0 || upgrade() != null) && !closedByFrame() && !this.clientGone
				&& !lookForClient()) {
			brokeOff();
		}
	}

	/** It is the server that ends the connection then (RFC 6455, section 7.1.1). */
	private boolean closedByFrame() {
		Upgrade upgrade = upgrade();
		return upgrade != null && upgrade.kind() == TrafficKind.WEBSOCKET && WebSocketClosing.isOver(this.upgradeToken);
	}

	/**
	 * Tells that the connection has been closed.
	 */
	void closed() {
		this.server.closed(this.channel);
	}

	@Override
	protected @Nullable WebSocketLink webSocket() {
		return WebSocketClosing.find(this, upgrade().path(), this.upgradeToken);
	}

	@Override
	public String toString() {
		return super.toString() + ", " + this.channel + ", "
				+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastActivity()) + " ms since its last request";
	}

}
