package io.hotupgrade.netty;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.DrainState;
import io.hotupgrade.server.support.RequestTracking;
import io.hotupgrade.server.support.TrackedConnection;
import io.hotupgrade.server.support.TrackedRequest;
import io.hotupgrade.server.support.WebSocketLink;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2FrameStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * A connection that Reactor Netty has accepted. Its turn is that of its event loop, once
 * what the kernel has was read.
 */
final class NettyConnection extends TrackedConnection implements ConnectionEnd.Owner, Http2Tracking.Owner {

	private static final Logger logger = LoggerFactory.getLogger(NettyConnection.class);

	private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(1);

	private final Channel channel;

	private final RequestTracking tracking;

	private final ConnectionEnd end = new ConnectionEnd(this);

	/** What HTTP/1 is serving. */
	private volatile @Nullable NettyRequest serving;

	private volatile @Nullable Http2Tracking http2;

	private volatile boolean clientGone;

	private volatile boolean closeFrame;

	/** Whether the last response said that it is the last, or HTTP/2 has said so. */
	private volatile boolean saidLast;

	private volatile boolean cut;

	/**
	 * Creates a connection that has just been accepted.
	 * @param channel the connection
	 * @param drain whether its server drains
	 * @param progress run when somebody who waits for the connection may have less to
	 * wait for
	 * @param tracking tracks the server's requests
	 */
	NettyConnection(Channel channel, DrainState drain, Runnable progress, RequestTracking tracking) {
		super(drain, progress);
		this.channel = channel;
		this.tracking = tracking;
	}

	ConnectionEnd end() {
		return this.end;
	}

	@Override
	public RequestTracking tracking() {
		return this.tracking;
	}

	/**
	 * Tells what HTTP/1 is serving from now on.
	 * @param request the request, or {@code null}
	 */
	void serves(@Nullable NettyRequest request) {
		this.serving = request;
	}

	@Nullable NettyRequest serving() {
		return this.serving;
	}

	@Nullable NettyRequest find(Http2FrameStream stream) {
		Http2Tracking streams = this.http2;
		return (streams != null) ? streams.find(stream) : null;
	}

	@Override
	public void speaksHttp2(Http2Tracking streams) {
		this.http2 = streams;
		super.speaksHttp2(streams);
		drain();
	}

	@Override
	public void clientLeaves() {
		peerLeaves();
	}

	/**
	 * Tells that the connection speaks another protocol from now on.
	 * @param protocol the protocol
	 * @param path path of the request that has asked for it
	 */
	void upgraded(String protocol, String path) {
		upgraded("websocket".equalsIgnoreCase(protocol) ? TrafficKind.WEBSOCKET : TrafficKind.OTHER, path);
	}

	/** Tells that one of both sides has sent a close frame. */
	void closeFrame() {
		this.closeFrame = true;
	}

	@Override
	public void saidLast() {
		this.saidLast = true;
	}

	boolean hasSaidLast() {
		return this.saidLast;
	}

	@Override
	public void lostClient() {
		this.clientGone = true;
	}

	@Override
	public void endedEarly(TrackedRequest request) {
		if (!isClientGone()) {
			brokeOff(request);
		}
	}

	@Override
	public void closing() {
		if (!this.cut && !isClientGone()) {
			brokeOff();
			brokeOffArriving();
		}
	}

	/** With TLS, a client says that it goes. */
	private boolean isClientGone() {
		return this.clientGone || Tls.hasClientLeft(this.channel.pipeline());
	}

	@Override
	public boolean lingers() {
		return !this.cut && !isClientGone() && (leaves() || this.saidLast);
	}

	@Override
	public void left() {
		endSent();
	}

	/** Tells that the connection was closed. */
	void closed() {
		if (this.channel.isRegistered() && this.channel.eventLoop().isShuttingDown()) {
			closing();
		}
		endAll();
	}

	/** Whether a part of a request has arrived. */
	boolean holdsPart() {
		return DecoderInput.isPartial(this.channel.pipeline());
	}

	@Override
	protected boolean isOpen() {
		return this.channel.isOpen();
	}

	@Override
	protected boolean arriving() {
		if (Tls.isNegotiating(this.channel.pipeline())) {
			// Browsers connect ahead of their requests, and a handshake does not take
			// long.
			return age().compareTo(HANDSHAKE_LIMIT) < 0;
		}
		return holdsPart();
	}

	/** What the kernel had has been read when the connection got its turn. */
	@Override
	protected boolean nothingWaits() {
		Http2Tracking streams = this.http2;
		return (streams == null || !streams.hasStreams()) && !holdsPart();
	}

	@Override
	protected void readOn() {
		this.channel.read();
	}

	@Override
	protected void execute(Runnable task) {
		onLoop(() -> inTurn(task));
	}

	@Override
	protected void executeAfter(Runnable task, Duration delay) {
		onLoop(() -> this.channel.eventLoop().schedule(() -> inTurn(task), delay.toNanos(), TimeUnit.NANOSECONDS));
	}

	/** A connection is known a moment before it has a thread. */
	private void onLoop(Runnable task) {
		try {
			if (this.channel.isRegistered()) {
				this.channel.eventLoop().execute(task);
			}
			else {
				this.channel.pipeline().addLast(new OnceRegistered(task));
			}
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The server has stopped", ex);
		}
	}

	private void inTurn(Runnable task) {
		if (isOpen()) {
			if (inFlight() == 0 && upgrade() == null) {
				// Who has a request in flight is read from as the application wants it.
				this.channel.read();
			}
			NextPass.run(this.channel.eventLoop(), () -> {
				if (isOpen()) {
					task.run();
				}
			});
		}
	}

	@Override
	protected void executeOnWorker(Runnable task) {
		try {
			Schedulers.boundedElastic().schedule(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The server has stopped", ex);
		}
	}

	@Override
	protected void finish() {
		this.channel.close();
	}

	@Override
	protected void closeNow() {
		this.cut = true;
		onLoop(() -> {
			if (!this.end.cut()) {
				this.channel.close();
			}
		});
	}

	@Override
	protected boolean tookLeave() {
		return super.tookLeave() || this.closeFrame;
	}

	@Override
	protected @Nullable WebSocketLink webSocket() {
		return WebSocketClosing.find(this.channel, upgrade().path(), this::closeNow);
	}

	@Override
	public String toString() {
		return super.toString() + ", " + this.channel + ", "
				+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastActivity()) + " ms since its last request";
	}

}
