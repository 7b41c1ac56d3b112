package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.TrafficKind;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.framed.AbstractFramedChannel;
import io.undertow.util.Headers;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * An accepted connection and what is known of it.
 */
final class TrackedConnection extends RequestCount {

	/**
	 * How long a client may take to close its side of a connection that has ended.
	 */
	private static final Duration LINGER = Duration.ofSeconds(5);

	private static final Duration REUSE = Duration.ofMillis(500);

	private static final long HANDSHAKE_SILENCE = TimeUnit.SECONDS.toNanos(1);

	private final StreamConnection channel;

	private final PeekingSourceConduit source;

	private final WatchedSinkConduit sink;

	private final ConnectionRegister register;

	private final Drain drain;

	private final long acceptedAt = System.nanoTime();

	private final AtomicBoolean farewell = new AtomicBoolean();

	private volatile StreamConnection httpChannel;

	private volatile Http2Channel http2Channel;

	private volatile Http2Draining http2Draining;

	private volatile Upgrade upgrade;

	/** Whether a request has begun whose response or body has not ended. */
	private volatile boolean exchanging;

	private volatile boolean writesEnded;

	private volatile boolean endedWhileDraining;

	/** Whether this connection was counted as broken off. */
	private volatile boolean brokenOff;

	private volatile PeerResets peerResets;

	/**
	 * Whether the client has ended or broken off the connection, as far as it was read.
	 */
	private volatile boolean clientEnded;

	/** Whether a WebSocket had said its farewell when this side closed the connection. */
	private volatile Boolean tookLeave;

	private boolean closed;

	private boolean taskWaits;

	/** Used on the connection's own thread. */
	private boolean goAwayKeptBack;

	TrackedConnection(StreamConnection channel, ConnectionRegister register, Drain drain) {
		this.channel = channel;
		this.register = register;
		this.drain = drain;
		this.source = new PeekingSourceConduit(channel.getSourceChannel().getConduit(), this::readToTheEnd);
		channel.getSourceChannel().setConduit(this.source);
		this.sink = new WatchedSinkConduit(channel.getSinkChannel().getConduit(), channel::isOpen, this::writesEnded);
		channel.getSinkChannel().setConduit(this.sink);
	}

	StreamConnection channel() {
		return this.channel;
	}

	PeekingSourceConduit source() {
		return this.source;
	}

	/**
	 * Tells which of Undertow's connections sits on this one, once that is known, which
	 * is when it has read a request.
	 * @param connection Undertow's connection
	 */
	void carries(ServerConnection connection) {
		if (connection instanceof AbstractServerConnection http) {
			this.httpChannel = http.getChannel();
		}
		else {
			this.http2Channel = Http2Channels.of(connection);
		}
	}

	/**
	 * Finds out whether a connection that has sent no request speaks HTTP/2 nevertheless,
	 * without TLS: then what has arrived is only the beginning of the connection. To be
	 * called on the connection's own thread.
	 */
	void discoverHttp2() {
		if (this.http2Channel == null && begun() == 0
				&& FieldByType.read(readListener(), AbstractFramedChannel.class) instanceof Http2Channel found) {
			this.http2Channel = found;
		}
	}

	private ChannelListener<?> readListener() {
		ChannelListener<?> listener = this.source.readListener();
		return (listener != null) ? listener : this.channel.getSourceChannel().getReadListener();
	}

	/**
	 * The connection at the level of HTTP, above TLS.
	 * @return the connection, or the accepted one as long as no request has been read
	 */
	StreamConnection httpChannel() {
		StreamConnection http = this.httpChannel;
		return (http != null) ? http : this.channel;
	}

	/**
	 * The HTTP/2 connection.
	 * @return the connection, or {@code null} if HTTP/2 is not spoken
	 */
	Http2Channel http2Channel() {
		return this.http2Channel;
	}

	/**
	 * What the connection is used for now.
	 * @return the kind
	 */
	TrafficKind kind() {
		Upgrade upgraded = this.upgrade;
		if (upgraded != null) {
			return upgraded.kind();
		}
		if (this.http2Channel != null) {
			return TrafficKind.HTTP2;
		}
		return requests().stream().anyMatch(TrackedRequest::endless) ? TrafficKind.STREAM : TrafficKind.HTTP1;
	}

	/**
	 * The request that upgraded the connection to another protocol.
	 * @return the upgrade, or {@code null} if there was none
	 */
	Upgrade upgrade() {
		return this.upgrade;
	}

	/**
	 * Whether a request of HTTP/1 has begun to arrive, but cannot be served yet.
	 * @return whether one has
	 */
	boolean arriving() {
		return this.http2Channel == null && this.upgrade == null && inFlight() == 0 && this.source.arriving()
				&& !handshakeOnly();
	}

	/**
	 * Whether the connection is open, no request is in flight and, as far as this server
	 * has read, none has begun to arrive. With HTTP/2 bytes that arrive need not belong
	 * to a request.
	 * @return {@code true} if idle
	 */
	boolean idle() {
		return inFlight() == 0 && this.upgrade == null && this.channel.isOpen() && !this.writesEnded && !arriving()
				&& !perhapsReused();
	}

	/**
	 * Whether all that came was probably a TLS handshake: browsers connect ahead of their
	 * requests. What is under TLS cannot be seen here, but a client in the middle of a
	 * request does not fall silent.
	 */
	private boolean handshakeOnly() {
		return begun() == 0 && this.source.tls() && System.nanoTime() - this.source.lastRead() > HANDSHAKE_SILENCE;
	}

	@Override
	void beginning(HttpServerExchange exchange) {
		this.exchanging = true;
		if (this.http2Channel != null && !this.goAwayKeptBack && Thread.currentThread() == this.channel.getIoThread()) {
			this.goAwayKeptBack = Http2Input.watch(this.http2Channel, new Http2Client());
		}
	}

	@Override
	void ending(TrackedRequest request, HttpServerExchange exchange) {
		if (this.register.brokenOff().counting() && isBrokenOff(request, exchange)) {
			countBrokenOff(request);
		}
		if (exchange.isUpgrade()) {
			this.upgrade = Upgrade.of(exchange);
		}
		boolean pipelined = exchange.getConnection() instanceof AbstractServerConnection http
				&& http.getExtraBytes() != null;
		this.source.settle(pipelined);
		this.exchanging = false;
		leaveIfEnded();
	}

	@Override
	void ended() {
		drain();
		if (this.drain.active() && this.http2Channel == null) {
			this.endedWhileDraining = true;
			if (this.drain.closingIdle()) {
				executeAfter(() -> IdleConnections.closeIfQuiet(this), REUSE.plusMillis(1));
			}
		}
		this.register.tellIfEmpty();
	}

	private boolean isBrokenOff(TrackedRequest request, HttpServerExchange exchange) {
		if (!request.truncated() && ResponseEnd.sent(exchange) && !this.sink.tornOff()) {
			return false;
		}
		PeerResets resets = this.peerResets;
		return !clientLeft() && !request.reading()
				&& (resets == null || !resets.contains(ResponseEnd.stream(exchange)));
	}

	/**
	 * Called when nothing can be read any more, before the layers above know. With TLS,
	 * the end of HTTP/2 may be read before that of the connection.
	 */
	private void readToTheEnd() {
		if (this.channel.isOpen()) {
			this.clientEnded = true;
		}
		else if (this.tookLeave == null) {
			// Undertow takes the end for a close frame of the client.
			this.tookLeave = WebSocketChannels.tookLeave(this);
		}
	}

	private boolean tookLeave() {
		boolean now = WebSocketChannels.tookLeave(this);
		Boolean before = this.tookLeave;
		return (before != null) ? before : now;
	}

	private boolean clientLeft() {
		return this.clientEnded || this.sink.failed();
	}

	private void countBrokenOff(TrackedRequest request) {
		if (request.takeBreakOff()) {
			this.register.brokenOff()
				.addRequest(this.register.ignored(request) ? TrafficKind.IGNORED : request.kind(), request.path());
			if (this.http2Channel == null) {
				// With HTTP/2 the other streams go on.
				countBrokenOffConnection();
			}
		}
	}

	/**
	 * Counts what is broken off if the connection has been closed, by whomever. To be
	 * called before anybody is told that it is left.
	 */
	synchronized void closed() {
		if (!this.closed && this.register.brokenOff().counting() && this.sink.tornOff() && !clientLeft()) {
			this.closed = true;
			for (TrackedRequest request : requests()) {
				if (!request.reading()) {
					countBrokenOff(request);
					countBrokenOffConnection();
				}
			}
			countBrokenOffSession();
		}
	}

	private void countBrokenOffConnection() {
		if (!this.brokenOff) {
			this.brokenOff = true;
			this.register.brokenOff().addConnection();
		}
	}

	private void countBrokenOffSession() {
		if (this.upgrade != null && !tookLeave()) {
			countBrokenOffConnection();
			this.register.brokenOff().addSession(this.upgrade.kind(), this.upgrade.path());
		}
		else if (arriving() && !this.source.tls()) {
			countBrokenOffConnection();
			this.register.brokenOff().addArriving();
		}
	}

	/**
	 * Whether the client may be about to send its next request. A response that had begun
	 * before the drain could not tell it not to, and the moment after its end is when
	 * that is most likely.
	 */
	private boolean perhapsReused() {
		return this.endedWhileDraining && System.nanoTime() - lastActivity() < REUSE.toNanos();
	}

	private void writesEnded() {
		closed();
		this.writesEnded = true;
		leaveIfEnded();
	}

	/**
	 * The connection is as good as closed when its end has been written. With HTTP/1.0
	 * that may be before the whole request has been read, and with HTTP/2 it is the last
	 * thing to happen.
	 */
	private void leaveIfEnded() {
		if (this.writesEnded && (this.http2Channel != null || !this.exchanging)) {
			if (this.upgrade == null) {
				this.source.swallow();
			}
			this.register.left(this);
		}
	}

	/**
	 * Does what HTTP/2 needs while one of both sides is leaving. HTTP/1 says all in its
	 * responses.
	 */
	void drain() {
		if (this.http2Channel != null && (this.drain.active() || peerLeaves())) {
			http2Draining().proceed();
		}
	}

	private boolean peerLeaves() {
		Http2Draining draining = this.http2Draining;
		return draining != null && draining.isPeerLeaving();
	}

	/**
	 * Tells an HTTP/2 client to go elsewhere although it has requests in flight.
	 */
	void noticeWhileBusy() {
		if (this.http2Channel != null) {
			execute(() -> {
				if (this.drain.active()) {
					http2Draining().notifyClient();
				}
			});
		}
	}

	/**
	 * Whether nobody has taken leave of this WebSocket session yet; the caller has to.
	 * @return {@code true} the first time
	 */
	boolean takeFarewell() {
		return this.farewell.compareAndSet(false, true);
	}

	Http2Draining http2Draining() {
		Http2Draining draining = this.http2Draining;
		return (draining != null) ? draining : makeHttp2Draining();
	}

	private synchronized Http2Draining makeHttp2Draining() {
		if (this.http2Draining == null) {
			this.http2Draining = new Http2Draining(this);
		}
		return this.http2Draining;
	}

	/**
	 * Runs a task on the thread that reads from and writes to this connection.
	 * @param task the task. It is dropped if that thread has ended, and the connection
	 * with it
	 */
	void execute(Runnable task) {
		try {
			this.channel.getIoThread().execute(task);
		}
		catch (RejectedExecutionException ex) {
			closeNow();
		}
	}

	/**
	 * Runs a task later on the connection's own thread, if the connection is still open.
	 * @param task the task
	 * @param delay how much later
	 */
	void executeAfter(Runnable task, Duration delay) {
		Runnable whileOpen = () -> {
			if (this.channel.isOpen()) {
				task.run();
			}
		};
		if (delay.isZero()) {
			execute(whileOpen);
			return;
		}
		try {
			this.channel.getIoThread().executeAfter(whileOpen, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			closeNow();
		}
	}

	/**
	 * Runs a task later, unless one is already going to. To be called on the connection's
	 * own thread, where the task runs, too.
	 * @param task the task
	 * @param delay how much later
	 */
	void executeOnceAfter(Runnable task, Duration delay) {
		if (this.taskWaits) {
			return;
		}
		this.taskWaits = true;
		executeAfter(() -> {
			this.taskWaits = false;
			task.run();
		}, delay);
	}

	/**
	 * Cuts the connection.
	 */
	void closeNow() {
		IoUtils.safeClose(this.http2Channel, httpChannel(), this.channel);
	}

	/**
	 * Sends all that is written, then the end, and leaves the rest to the client. For
	 * HTTP/1 and what it was upgraded to, on the connection's own thread.
	 */
	void finish() {
		StreamConnection http = httpChannel();
		try {
			http.getSinkChannel().shutdownWrites();
			if (http.getSinkChannel().flush()) {
				http.getSourceChannel().setReadListener(TrackedConnection::readToTheEnd);
				http.getSourceChannel().resumeReads();
				lingerNoLonger();
				return;
			}
		}
		catch (IOException ex) {
			// The client is gone, which is as good.
		}
		IoUtils.safeClose(http, this.channel);
	}

	private static void readToTheEnd(ConduitStreamSourceChannel channel) {
		try {
			if (channel.read(ByteBuffer.allocate(1)) >= 0) {
				return;
			}
		}
		catch (IOException ex) {
			// Reset by the client, which is an end, too.
		}
		IoUtils.safeClose(channel);
	}

	/**
	 * Closes the connection if the client does not.
	 */
	void lingerNoLonger() {
		executeAfter(this::closeNow, LINGER);
	}

	@Override
	public String toString() {
		return "%s connection from %s, open for %s ms, %s requests served, %s in flight, %s bytes read, %s written"
			.formatted(kind(), this.channel.getPeerAddress(),
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.acceptedAt), begun() - inFlight(),
					inFlight(), this.source.bytes(), this.sink.bytes());
	}

	/**
	 * What the client does at the level of HTTP/2.
	 */
	private final class Http2Client implements PeerGoAwayConduit.Listener {

		@Override
		public void goAwayReceived() {
			http2Draining().peerLeaves();
		}

		@Override
		public void streamReset(int stream) {
			if (TrackedConnection.this.peerResets == null) {
				TrackedConnection.this.peerResets = new PeerResets();
			}
			TrackedConnection.this.peerResets.add(stream);
		}

		@Override
		public void ended() {
			readToTheEnd();
		}

	}

	/**
	 * An upgrade to another protocol.
	 *
	 * @param kind what the connection is used for since
	 * @param path path of the request that upgraded it
	 */
	record Upgrade(TrafficKind kind, String path) {

		static Upgrade of(HttpServerExchange exchange) {
			boolean webSocket = "websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE));
			return new Upgrade(webSocket ? TrafficKind.WEBSOCKET : TrafficKind.OTHER, exchange.getRequestPath());
		}

	}

}
