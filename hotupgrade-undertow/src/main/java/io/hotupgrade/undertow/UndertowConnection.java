package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.DrainState;
import io.hotupgrade.server.support.FieldByType;
import io.hotupgrade.server.support.Http2Link;
import io.hotupgrade.server.support.PeerResets;
import io.hotupgrade.server.support.TrackedConnection;
import io.hotupgrade.server.support.TrackedRequest;
import io.hotupgrade.server.support.WebSocketLink;
import io.undertow.protocols.http2.GoAwayNotice;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.framed.AbstractFramedChannel;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * A connection that Undertow has accepted. Its turn is its I/O thread, which also reads
 * from and writes to it.
 */
final class UndertowConnection extends TrackedConnection {

	private static final Logger logger = LoggerFactory.getLogger(UndertowConnection.class);

	private static final long HANDSHAKE_SILENCE = TimeUnit.SECONDS.toNanos(1);

	private final StreamConnection channel;

	private final DrainState drain;

	private final PeekingSourceConduit source;

	private final WatchedSinkConduit sink;

	private volatile @Nullable StreamConnection httpChannel;

	private volatile @Nullable Http2Channel http2Channel;

	/** Is there where HTTP/2 is spoken. */
	private volatile @Nullable PeerResets peerResets;

	/** Whether a request has begun whose response or body has not ended. */
	private volatile boolean exchanging;

	private volatile boolean writesEnded;

	/**
	 * Whether the client has ended or broken off the connection, as far as it was read.
	 */
	private volatile boolean clientEnded;

	/** Whether a WebSocket had said its farewell when this side closed the connection. */
	private volatile @Nullable Boolean tookLeave;

	private final AtomicBoolean tornOff = new AtomicBoolean();

	/** Used on the connection's own thread. */
	private boolean goAwayKeptBack;

	UndertowConnection(StreamConnection channel, DrainState drain, Runnable progress) {
		super(drain, progress);
		this.channel = channel;
		this.drain = drain;
		this.source = new PeekingSourceConduit(channel.getSourceChannel().getConduit(), this::readToTheEnd);
		channel.getSourceChannel().setConduit(this.source);
		this.sink = new WatchedSinkConduit(channel.getSinkChannel().getConduit(), channel::isOpen, this::writesEnded);
		channel.getSinkChannel().setConduit(this.sink);
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
			carries(Http2Channels.of(connection));
		}
	}

	private synchronized void carries(@Nullable Http2Channel http2) {
		if (http2 == null || this.http2Channel != null) {
			return;
		}
		this.peerResets = new PeerResets();
		this.http2Channel = http2;
		speaksHttp2(new Http2Link() {

			@Override
			public void sendNotice() {
				GoAwayNotice.send(http2);
			}

			@Override
			public boolean sendLast() {
				Http2Channels.sendLast(http2);
				return true;
			}

		});
	}

	@Override
	protected void beginDraining() {
		execute(() -> {
			discoverHttp2();
			drain();
		});
	}

	/**
	 * Finds out whether a connection that has sent no request speaks HTTP/2 nevertheless,
	 * without TLS: then what has arrived is only the beginning of the connection.
	 */
	private void discoverHttp2() {
		if (!isHttp2() && begun() == 0
				&& FieldByType.read(readListener(), AbstractFramedChannel.class) instanceof Http2Channel found) {
			carries(found);
		}
	}

	private ChannelListener<?> readListener() {
		ChannelListener<?> listener = this.source.readListener();
		return (listener != null) ? listener : this.channel.getSourceChannel().getReadListener();
	}

	/**
	 * The connection at the level of HTTP, above TLS, or the accepted one as long as no
	 * request has been read.
	 */
	private StreamConnection httpChannel() {
		StreamConnection http = this.httpChannel;
		return (http != null) ? http : this.channel;
	}

	@Override
	protected boolean isOpen() {
		return this.channel.isOpen() && !this.writesEnded;
	}

	@Override
	protected boolean arriving() {
		return this.source.arriving() && !handshakeOnly();
	}

	/**
	 * Whether all that came was probably a TLS handshake: browsers connect ahead of their
	 * requests. What is under TLS cannot be seen here, but a client in the middle of a
	 * request does not fall silent.
	 */
	private boolean handshakeOnly() {
		return begun() == 0 && this.source.tls() && System.nanoTime() - this.source.lastRead() > HANDSHAKE_SILENCE;
	}

	/**
	 * Whether bytes of another request have arrived. To be asked while nobody else reads.
	 * @return whether some have; {@code false} if the connection is broken
	 */
	boolean nextRequestWaits() {
		try {
			return this.source.peek() == PeekingSourceConduit.Next.BYTES;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	protected boolean nothingWaits() {
		try {
			return this.source.peek() == PeekingSourceConduit.Next.NOTHING;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	protected void readOn() {
		this.source.wakeupReads();
	}

	/**
	 * Tells that a request has begun.
	 */
	void beginning() {
		this.exchanging = true;
		if (this.http2Channel != null && !this.goAwayKeptBack && Thread.currentThread() == this.channel.getIoThread()) {
			this.goAwayKeptBack = Http2Input.watch(this.http2Channel, new Http2Client());
		}
	}

	/**
	 * Tells that a request has ended, before the next one can begin.
	 * @param request the request
	 * @param exchange Undertow's side of it
	 * @param truncated whether the response was given up before its end
	 */
	void ending(TrackedRequest request, HttpServerExchange exchange, boolean truncated) {
		if (this.drain.brokenOff().counting() && (truncated || isBrokenOff(exchange)) && !clientLeft(exchange)) {
			brokeOff(request);
		}
		if (exchange.isUpgrade()) {
			boolean webSocket = "websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE));
			upgraded(webSocket ? TrafficKind.WEBSOCKET : TrafficKind.OTHER, exchange.getRequestPath());
		}
		boolean pipelined = exchange.getConnection() instanceof AbstractServerConnection http
				&& http.getExtraBytes() != null;
		this.source.settle(pipelined);
		this.exchanging = false;
		leaveIfEnded();
	}

	private boolean isBrokenOff(HttpServerExchange exchange) {
		return !ResponseEnd.sent(exchange) || this.sink.tornOff();
	}

	/**
	 * Whether the client has left or, with HTTP/2, reset the stream.
	 */
	private boolean clientLeft(HttpServerExchange exchange) {
		PeerResets resets = this.peerResets;
		return clientLeft() || (resets != null && resets.contains(ResponseEnd.stream(exchange)));
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
			this.tookLeave = UndertowWebSocket.tookLeave(httpChannel());
		}
	}

	@Override
	protected boolean tookLeave() {
		boolean now = UndertowWebSocket.tookLeave(httpChannel());
		Boolean before = this.tookLeave;
		return (before != null) ? before : now;
	}

	private boolean clientLeft() {
		return this.clientEnded || this.sink.failed();
	}

	/**
	 * Counts what is broken off if the connection has been closed, by whomever. To be
	 * called before anybody is told that it is left.
	 */
	void closed() {
		if (this.drain.brokenOff().counting() && this.sink.tornOff() && !clientLeft()
				&& this.tornOff.compareAndSet(false, true)) {
			brokeOff();
			if (!this.source.tls()) {
				brokeOffArriving();
			}
		}
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
		if (this.writesEnded && (isHttp2() || !this.exchanging)) {
			if (upgrade() == null) {
				this.source.swallow();
			}
			endSent();
		}
	}

	@Override
	protected @Nullable WebSocketLink webSocket() {
		return UndertowWebSocket.find(httpChannel(), upgrade().path(), this::finish);
	}

	/** A task is dropped if the thread has ended, and the connection with it. */
	@Override
	protected void execute(Runnable task) {
		try {
			this.channel.getIoThread().execute(task);
		}
		catch (RejectedExecutionException ex) {
			closeNow();
		}
	}

	@Override
	protected void executeAfter(Runnable task, Duration delay) {
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

	@Override
	protected void executeOnWorker(Runnable task) {
		try {
			this.channel.getWorker().execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The server has stopped", ex);
		}
	}

	@Override
	protected void closeNow() {
		IoUtils.safeClose(this.http2Channel, httpChannel(), this.channel);
	}

	@Override
	protected void cut() {
		execute(this::closeNow);
	}

	@Override
	protected void finish() {
		StreamConnection http = httpChannel();
		try {
			http.getSinkChannel().shutdownWrites();
			if (http.getSinkChannel().flush()) {
				http.getSourceChannel().setReadListener(UndertowConnection::readToTheEnd);
				http.getSourceChannel().resumeReads();
				executeAfter(this::closeNow, LINGER);
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

	@Override
	public String toString() {
		return "%s, from %s, %s bytes read, %s written".formatted(super.toString(), this.channel.getPeerAddress(),
				this.source.bytes(), this.sink.bytes());
	}

	/**
	 * What the client does at the level of HTTP/2.
	 */
	private final class Http2Client implements PeerGoAwayConduit.Listener {

		@Override
		public void goAwayReceived() {
			peerLeaves();
		}

		@Override
		public void streamReset(int stream) {
			UndertowConnection.this.peerResets.add(stream);
		}

		@Override
		public void ended() {
			readToTheEnd();
		}

	}

}
