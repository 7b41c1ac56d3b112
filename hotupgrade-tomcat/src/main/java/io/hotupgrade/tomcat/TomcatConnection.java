package io.hotupgrade.tomcat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.DrainState;
import io.hotupgrade.server.support.DrainThreads;
import io.hotupgrade.server.support.PeerResets;
import io.hotupgrade.server.support.TrackedConnection;
import io.hotupgrade.server.support.TrackedRequest;
import io.hotupgrade.server.support.WebSocketLink;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http2.DrainableHttp2Protocol;
import org.apache.tomcat.util.net.NioChannel;
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

	private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(1);

	private final SocketChannel channel;

	private final DrainThreads threads;

	private final Lingering lingering;

	private final Consumer<SocketChannel> forget;

	private final Object turn = new Object();

	/** Is set again by whoever finds it first. */
	private volatile @Nullable SocketWrapperBase<NioChannel> wrapper;

	/**
	 * What HTTP/1 is serving, used by the thread that serves it. Tomcat's own objects,
	 * which belong to it, must not be kept by idle connections.
	 */
	private @Nullable Exchange exchange;

	/** Path of the request that has asked for another protocol. */
	private String upgradePath = "";

	private volatile @Nullable UpgradeToken upgradeToken;

	private volatile boolean upgradeSetUp;

	private volatile boolean upgradesToHttp2;

	private volatile boolean clientGone;

	/** Is there where HTTP/2 is spoken. */
	private volatile @Nullable PeerResets clientResets;

	private volatile DrainableHttp2Protocol.@Nullable Connection http2;

	/**
	 * Creates a connection that has just been accepted.
	 * @param channel the connection
	 * @param drain whether its server drains
	 * @param progress run when somebody who waits for the connection may have less to
	 * wait for
	 * @param threads what the drain is done on
	 * @param lingering sees to connections whose end has been sent
	 * @param forget told when the connection has been closed
	 */
	TomcatConnection(SocketChannel channel, DrainState drain, Runnable progress, DrainThreads threads,
			Lingering lingering, Consumer<SocketChannel> forget) {
		super(drain, progress);
		this.channel = channel;
		this.threads = threads;
		this.lingering = lingering;
		this.forget = forget;
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

	/**
	 * What Tomcat knows of the connection.
	 * @return the wrapper, or {@code null} if nobody has told yet
	 */
	@Nullable SocketWrapperBase<NioChannel> wrapper() {
		return this.wrapper;
	}

	/**
	 * Tells what is being served from now on.
	 * @param begun the exchange, or {@code null} if there is none any more
	 */
	void serves(@Nullable Exchange begun) {
		if (!this.upgradesToHttp2) {
			this.exchange = begun;
		}
	}

	/**
	 * Tells which request has asked for another protocol.
	 * @param path its path
	 */
	void upgradedBy(String path) {
		this.upgradePath = path;
	}

	/**
	 * Tells that the response of a request has ended before its end, while the server
	 * drains.
	 * @param request the request
	 * @param stream number of its HTTP/2 stream, or 0
	 */
	void endedEarly(TrackedRequest request, int stream) {
		if (!isReset(stream) && !this.clientGone && !(isHttp2() ? ClientEnd.isNoted(this.wrapper) : lookForClient())) {
			brokeOff(request);
		}
	}

	private boolean isReset(int stream) {
		PeerResets resets = this.clientResets;
		return resets != null && resets.contains(stream);
	}

	private boolean lookForClient() {
		if (ClientEnd.isThere(this.channel, this.wrapper)) {
			this.clientGone = true;
		}
		return this.clientGone;
	}

	/**
	 * Tells that the thread that serves a request of HTTP/1 may be about to commit its
	 * response.
	 */
	void responding() {
		if (leaves() && this.exchange != null) {
			this.exchange.responding();
		}
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
			speaksHttp2(new TomcatHttp2Link(http2, this.channel, this.wrapper, this::finish, this::closeNow));
			drain();
		});
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

	/**
	 * Tells that Tomcat has done what an event asked for, which includes to set up what
	 * the connection is upgraded to.
	 */
	void processed() {
		if (this.upgradeToken != null && !this.upgradeSetUp) {
			this.upgradeSetUp = true;
		}
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
		return leaves() && event != SocketEvent.ERROR && event != SocketEvent.DISCONNECT && event != SocketEvent.STOP
				&& event != SocketEvent.CONNECT_FAIL && !isHttp2() && upgrade() == null && isOpen() && sendEnd();
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
			this.lingering.add(this.channel, this::close);
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
		if (countsBreakOffs() && !hasLeft() && !this.clientGone && !lookForClient()) {
			brokeOffArriving();
		}
	}

	/**
	 * Tells that the server is about to close the connection.
	 */
	void closing() {
		if (countsBreakOffs() && !hasLeft() && (inFlight() > 0 || losesUpgrade()) && !this.clientGone
				&& !lookForClient()) {
			brokeOff();
		}
	}

	/**
	 * Where it stops, and no longer drains, Tomcat takes leave of WebSockets by itself.
	 */
	private boolean losesUpgrade() {
		return upgrade() != null && leaves() && !closedByFrame();
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
		this.forget.accept(this.channel);
	}

	@Override
	protected @Nullable WebSocketLink webSocket() {
		// A session that is closed before it is set up ends without a close frame.
		return this.upgradeSetUp
				? WebSocketClosing.find(this.upgradeToken, upgrade().path(), this::executeOnWorker, this::closeNow)
				: null;
	}

	@Override
	public String toString() {
		return super.toString() + ", " + this.channel + ", "
				+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastActivity()) + " ms since its last request";
	}

	/**
	 * A request of HTTP/1 and its response.
	 */
	@FunctionalInterface
	interface Exchange {

		/** Called while the server drains, when the response may be about to be sent. */
		void responding();

	}

}
