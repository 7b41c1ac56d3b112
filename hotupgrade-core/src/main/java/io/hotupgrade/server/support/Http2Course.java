package io.hotupgrade.server.support;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Takes leave of an HTTP/2 connection while the server drains (RFC 9113, section 6.8): a
 * notice that makes the client open no more streams but refuses none; once it must have
 * arrived and all requests have ended, the last stream that was processed, and the end.
 * <p>
 * The notice waits for a moment without a request, because there are clients that give up
 * running requests, or some of them, at any GOAWAY: the JDK's before Java 24
 * (JDK-8335181), Jetty's 12.0. It comes right behind the last response, so that a client
 * that sends one request after the other reads both at once. Only when there was no such
 * moment for long is a busy client told, which is when most clients can still finish what
 * they have begun: otherwise the requests that run at the drain's time limit would be
 * lost with every client.
 * <p>
 * A client that says of its own accord that it leaves is not told anything. The
 * connection ends with its last response, whether the server drains or not.
 */
final class Http2Course {

	/** Longer than nearly all round trips; no stream is lost if one is longer. */
	private static final Duration ROUND_TRIP = Duration.ofMillis(200);

	private static final Duration SOON = Duration.ofMillis(10);

	private final DrainableConnection connection;

	private final Http2Link link;

	private final BooleanSupplier idle;

	private volatile boolean peerLeaving;

	/** Used in the connection's turn, like those below. */
	private long noticedAt;

	private boolean noticed;

	private boolean ended;

	private boolean waiting;

	Http2Course(DrainableConnection connection, Http2Link link, BooleanSupplier idle) {
		this.connection = connection;
		this.link = link;
		this.idle = idle;
	}

	/**
	 * Tells that the client has sent GOAWAY and will open no more streams.
	 */
	void peerLeaves() {
		this.peerLeaving = true;
		proceed();
	}

	boolean isPeerLeaving() {
		return this.peerLeaving;
	}

	/**
	 * Does what can be done now. To be called when draining starts, and whenever a
	 * request has ended while one of both sides is leaving.
	 */
	void proceed() {
		this.connection.execute(() -> {
			if (this.connection.inFlight() == 0) {
				notifyClient();
				closeWhenQuiet();
			}
		});
	}

	/**
	 * Sends the notice, if that has not been done. To be called in the connection's turn.
	 */
	void notifyClient() {
		if (!this.noticed && !this.peerLeaving) {
			this.noticed = true;
			this.noticedAt = System.nanoTime();
			this.link.sendNotice();
		}
	}

	/**
	 * Ends the connection if no request is in flight and none can be under way, or tries
	 * again soon. To be called in the connection's turn.
	 */
	void closeWhenQuiet() {
		if (this.ended || !this.idle.getAsBoolean()) {
			return;
		}
		Duration since = Duration.ofNanos(System.nanoTime() - quietSince());
		if (!this.peerLeaving && since.compareTo(ROUND_TRIP) < 0) {
			tryAgainAfter(ROUND_TRIP.minus(since).plusMillis(1));
		}
		else if (this.connection.nothingWaits() && this.link.sendLast()) {
			this.ended = true;
			this.connection.executeAfter(this.connection::closeNow, DrainableConnection.LINGER);
		}
		else {
			// Perhaps no request has come, but a frame that asks for no response.
			this.connection.readOn();
			tryAgainAfter(SOON);
		}
	}

	private long quietSince() {
		return this.noticed ? this.noticedAt : this.connection.lastActivity();
	}

	private void tryAgainAfter(Duration delay) {
		if (!this.waiting) {
			this.waiting = true;
			this.connection.executeAfter(() -> {
				this.waiting = false;
				closeWhenQuiet();
			}, delay);
		}
	}

}
