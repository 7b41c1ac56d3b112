package io.hotupgrade.undertow;

import java.time.Duration;

import io.undertow.protocols.http2.GoAwayNotice;

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
final class Http2Draining {

	/** Longer than nearly all round trips; no stream is lost if one is longer. */
	private static final Duration ROUND_TRIP = Duration.ofMillis(200);

	private static final Duration SOON = Duration.ofMillis(10);

	private final TrackedConnection connection;

	private volatile boolean peerLeaving;

	/** Used on the connection's own thread, like those below. */
	private long noticedAt;

	private boolean noticed;

	private boolean ended;

	Http2Draining(TrackedConnection connection) {
		this.connection = connection;
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
	 * Sends the notice, if that has not been done. To be called on the connection's own
	 * thread.
	 */
	void notifyClient() {
		if (!this.noticed && !this.peerLeaving) {
			this.noticed = true;
			this.noticedAt = System.nanoTime();
			GoAwayNotice.send(this.connection.http2Channel());
		}
	}

	/**
	 * Ends the connection if no request is in flight and none can be under way, or tries
	 * again soon. To be called on the connection's own thread.
	 */
	void closeWhenQuiet() {
		if (this.ended || !this.connection.idle()) {
			return;
		}
		Duration since = Duration.ofNanos(System.nanoTime() - quietSince());
		if (!this.peerLeaving && since.compareTo(ROUND_TRIP) < 0) {
			this.connection.executeOnceAfter(this::closeWhenQuiet, ROUND_TRIP.minus(since).plusMillis(1));
		}
		else if (IdleConnections.nothingWaits(this.connection)) {
			this.ended = true;
			Http2Channels.sendLast(this.connection.http2Channel());
			this.connection.lingerNoLonger();
		}
		else {
			// Perhaps no request has come, but a frame that asks for no response.
			this.connection.source().wakeupReads();
			this.connection.executeOnceAfter(this::closeWhenQuiet, SOON);
		}
	}

	private long quietSince() {
		return this.noticed ? this.noticedAt : this.connection.lastActivity();
	}

}
