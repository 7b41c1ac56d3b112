package io.hotupgrade.server.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.WebSocketFarewell;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An accepted connection and what is known of it. What a server does with a connection is
 * left to its adapter; when that has to be done is decided here.
 *
 * @since 0.1.0
 */
public abstract class TrackedConnection extends DrainableConnection {

	private static final Logger logger = LoggerFactory.getLogger(TrackedConnection.class);

	private static final AtomicIntegerFieldUpdater<TrackedConnection> FAREWELL = AtomicIntegerFieldUpdater
		.newUpdater(TrackedConnection.class, "farewell");

	private static final AtomicIntegerFieldUpdater<TrackedConnection> BROKEN_OFF = AtomicIntegerFieldUpdater
		.newUpdater(TrackedConnection.class, "brokenOff");

	private static final Duration REUSE = Duration.ofMillis(500);

	private static final Duration SOON = Duration.ofMillis(10);

	/** A server may need a moment to set up what it has upgraded a connection to. */
	private static final int WEB_SOCKET_TRIES = 200;

	private final DrainState drain;

	private final Runnable progress;

	private final long acceptedAt = lastActivity();

	/** 1 once somebody has taken leave of the WebSocket session. */
	private volatile int farewell;

	private volatile @Nullable Http2Course http2;

	private volatile @Nullable Upgrade upgrade;

	private volatile boolean left;

	private volatile boolean endedWhileDraining;

	/** 1 once this connection was counted as broken off. */
	private volatile int brokenOff;

	/**
	 * Creates a connection that has just been accepted.
	 * @param drain whether its server drains
	 * @param progress run when somebody who waits for the connection may have less to
	 * wait for, see {@link ConnectionRegister#tellIfEmpty()}
	 */
	protected TrackedConnection(DrainState drain, Runnable progress) {
		this.drain = drain;
		this.progress = progress;
	}

	/**
	 * Tells that HTTP/2 is spoken.
	 * @param link how to say GOAWAY
	 */
	protected final void speaksHttp2(Http2Link link) {
		this.http2 = new Http2Course(this, link, this::idle);
	}

	/**
	 * Whether HTTP/2 is spoken, as far as is known.
	 * @return whether it is
	 */
	public final boolean isHttp2() {
		return this.http2 != null;
	}

	/**
	 * Tells that an HTTP/2 client has sent GOAWAY and will open no more streams.
	 */
	protected final void peerLeaves() {
		this.http2.peerLeaves();
	}

	/**
	 * Tells that the connection speaks another protocol from now on.
	 * @param kind what it is used for
	 * @param path path of the request that upgraded it
	 */
	protected final void upgraded(TrafficKind kind, String path) {
		this.upgrade = new Upgrade(kind, path);
	}

	/**
	 * Tells that the end has been handed to the kernel behind the last response, or all
	 * that HTTP/2 has to say: nobody has to wait for the connection any more.
	 */
	protected final void endSent() {
		this.left = true;
		this.progress.run();
	}

	/**
	 * Whether all was said on this connection.
	 * @return whether its end has been sent
	 */
	public final boolean hasLeft() {
		return this.left;
	}

	/**
	 * The request that upgraded the connection to another protocol.
	 * @return the upgrade, or {@code null} if there was none
	 */
	protected final @Nullable Upgrade upgrade() {
		return this.upgrade;
	}

	/**
	 * How long ago the connection was accepted.
	 * @return how long ago
	 */
	protected final Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.acceptedAt);
	}

	/**
	 * What the connection is used for now.
	 * @return the kind
	 */
	public final TrafficKind kind() {
		Upgrade upgraded = this.upgrade;
		if (upgraded != null) {
			return upgraded.kind();
		}
		if (isHttp2()) {
			return TrafficKind.HTTP2;
		}
		return requests().stream().anyMatch(TrackedRequest::endless) ? TrafficKind.STREAM : TrafficKind.HTTP1;
	}

	/**
	 * Whether the client is in the middle of sending a request of HTTP/1.
	 * @return whether one has begun to arrive
	 */
	final boolean sendsRequest() {
		return !isHttp2() && this.upgrade == null && inFlight() == 0 && arriving();
	}

	/**
	 * Whether the connection is open, no request is in flight and, as far as the server
	 * has read, none has begun to arrive. With HTTP/2 bytes that arrive need not belong
	 * to a request.
	 * @return {@code true} if idle
	 */
	protected final boolean idle() {
		return inFlight() == 0 && this.upgrade == null && !this.left && isOpen() && !sendsRequest() && !perhapsReused();
	}

	/**
	 * Whether the client may be about to send its next request. A response that had begun
	 * before the drain could not tell it not to, and the moment after its end is when
	 * that is most likely.
	 */
	private boolean perhapsReused() {
		return this.endedWhileDraining && System.nanoTime() - lastActivity() < REUSE.toNanos();
	}

	@Override
	protected final void ended() {
		drain();
		if (this.drain.active() && !isHttp2()) {
			this.endedWhileDraining = true;
			if (this.drain.closingIdle()) {
				executeAfter(this::closeIfQuiet, REUSE.plusMillis(1));
			}
		}
		this.progress.run();
	}

	/**
	 * Whether the client is to go elsewhere: the server drains, or sends this one away.
	 * @return whether it is
	 */
	public final boolean leaves() {
		return this.drain.sendsElsewhere(this.acceptedAt);
	}

	/**
	 * Does what HTTP/2 needs while one of both sides is leaving. HTTP/1 says all in its
	 * responses.
	 */
	protected final void drain() {
		Http2Course course = this.http2;
		if (course != null && (leaves() || course.isPeerLeaving())) {
			course.proceed();
		}
	}

	/**
	 * Does what there is to do when the server begins to drain. Called from any thread.
	 */
	protected void beginDraining() {
		drain();
	}

	/**
	 * Cuts the connection because the time of the drain is over. Called from any thread.
	 */
	protected void cut() {
		closeNow();
	}

	/**
	 * Closes the connection if it is idle. To be called in its turn.
	 */
	final void closeIfQuiet() {
		Http2Course course = this.http2;
		if (course != null) {
			course.closeWhenQuiet();
		}
		else if (idle() && !exclusively(this::finishIfQuiet)) {
			executeAfter(this::closeIfQuiet, SOON);
		}
	}

	private void finishIfQuiet() {
		if (idle()) {
			if (nothingWaits()) {
				finish();
			}
			else {
				readOn();
			}
		}
	}

	/**
	 * Tells an HTTP/2 client to go elsewhere although it has requests in flight.
	 */
	final void noticeWhileBusy() {
		Http2Course course = this.http2;
		if (course != null) {
			execute(() -> {
				if (this.drain.active()) {
					course.notifyClient();
				}
			});
		}
	}

	/**
	 * Whether what is broken off counts. A server that stops closes its last listener,
	 * with which its drain ends, before its connections: what those lose is lost
	 * nevertheless.
	 * @return whether it does
	 */
	public final boolean countsBreakOffs() {
		return this.drain.brokenOff().counting();
	}

	/**
	 * Counts a request whose response has ended before its end, if the server drains.
	 * What the client broke off is not to be told.
	 * @param request the request
	 */
	protected final void brokeOff(TrackedRequest request) {
		BrokenOff counter = this.drain.brokenOff();
		if (counter.counting() && !request.waitsForClient() && request.takeBreakOff()) {
			counter.addRequest(this.drain.ignored(request) ? TrafficKind.IGNORED : request.kind(), request.path());
			if (!isHttp2()) {
				// With HTTP/2 the other streams go on.
				countBrokenOff(counter);
			}
		}
	}

	/**
	 * Counts what is lost by a close of the connection, if the server drains. To be
	 * called before the server closes it in the middle of something of its own accord.
	 */
	protected final void brokeOff() {
		BrokenOff counter = this.drain.brokenOff();
		if (!counter.counting() || this.left) {
			return;
		}
		for (TrackedRequest request : requests()) {
			if (!request.waitsForClient()) {
				brokeOff(request);
				countBrokenOff(counter);
			}
		}
		Upgrade upgraded = this.upgrade;
		if (upgraded != null && !tookLeave()) {
			countBrokenOff(counter);
			counter.addSession(upgraded.kind(), upgraded.path());
		}
	}

	/**
	 * Counts a request that has begun to arrive, and will not be served because the
	 * server closes the connection, if the server drains.
	 */
	protected final void brokeOffArriving() {
		BrokenOff counter = this.drain.brokenOff();
		if (counter.counting() && sendsRequest()) {
			countBrokenOff(counter);
			counter.addArriving();
		}
	}

	/**
	 * Whether one of both sides has said that it ends the WebSocket session.
	 * @return whether one has; where the adapter does not know better, whether this side
	 * was asked to
	 */
	protected boolean tookLeave() {
		return this.farewell != 0;
	}

	private void countBrokenOff(BrokenOff counter) {
		if (BROKEN_OFF.compareAndSet(this, 0, 1)) {
			counter.addConnection();
		}
	}

	/**
	 * Whether nobody has taken leave of this WebSocket session yet; the caller has to.
	 * @return {@code true} the first time
	 */
	final boolean takeFarewell() {
		return FAREWELL.compareAndSet(this, 0, 1);
	}

	/**
	 * Takes leave of the WebSocket session on this connection. To be called in its turn.
	 * @param farewells what the application has to say
	 */
	final void closeWebSocket(List<WebSocketFarewell> farewells) {
		closeWebSocket(farewells, WEB_SOCKET_TRIES);
	}

	private void closeWebSocket(List<WebSocketFarewell> farewells, int tries) {
		WebSocketLink link = webSocket();
		if (link != null) {
			new WebSocketCourse(this, link, farewells).begin();
		}
		else if (tries > 1) {
			executeAfter(() -> closeWebSocket(farewells, tries - 1), SOON);
		}
		else {
			logger.debug("No WebSocket was found on {}", this);
		}
	}

	@Override
	public String toString() {
		return "%s connection, open for %s ms, %s requests served, %s in flight".formatted(kind(),
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.acceptedAt), begun() - inFlight(), inFlight());
	}

	/**
	 * An upgrade to another protocol.
	 *
	 * @param kind what the connection is used for since
	 * @param path path of the request that upgraded it
	 */
	protected record Upgrade(TrafficKind kind, String path) {

	}

}
