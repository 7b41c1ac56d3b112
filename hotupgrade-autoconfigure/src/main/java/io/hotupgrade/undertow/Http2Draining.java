package io.hotupgrade.undertow;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.undertow.protocols.http2.GoAwayNotice;

/**
 * Takes leave of an HTTP/2 connection while the server drains (RFC 9113, section 6.8): a
 * notice that makes the client open no more streams but refuses none; once it must have
 * arrived and all requests have ended, the last stream that was processed, and the end.
 * <p>
 * The notice waits for a moment without a request, because there are clients that give up
 * their running requests at any GOAWAY: the JDK's did before Java 24 (JDK-8335181). A
 * connection that has no such moment for {@link #PATIENCE} gets it nevertheless, unless
 * its client says that it is one of those: otherwise the requests that run when the time
 * is up would be lost with every client.
 */
final class Http2Draining {

	static final Duration PATIENCE = Duration.ofSeconds(3);

	/** Longer than nearly all round trips; no stream is lost if one is longer. */
	private static final Duration ROUND_TRIP = Duration.ofMillis(200);

	private static final Duration SOON = Duration.ofMillis(10);

	private static final Pattern JDK_CLIENT = Pattern.compile("Java-http-client/(\\d{1,4})\\b.*");

	private static final int FIRST_ROBUST_JDK = 24;

	private final TrackedConnection connection;

	private volatile boolean knowsClient;

	private volatile boolean fragileClient;

	/** Used on the connection's own thread, like those below. */
	private long noticedAt;

	private boolean noticed;

	private boolean ended;

	private boolean impatient;

	Http2Draining(TrackedConnection connection) {
		this.connection = connection;
	}

	/**
	 * Tells what client it is.
	 * @param userAgent what the client calls itself, or {@code null}
	 */
	void clientIs(String userAgent) {
		if (!this.knowsClient) {
			this.knowsClient = true;
			this.fragileClient = userAgent != null && isFragile(userAgent);
		}
	}

	static boolean isFragile(String userAgent) {
		Matcher jdk = JDK_CLIENT.matcher(userAgent);
		return jdk.matches() && Integer.parseInt(jdk.group(1)) < FIRST_ROBUST_JDK;
	}

	/**
	 * Does what can be done now. To be called when draining starts and whenever a request
	 * has ended while the server drains.
	 */
	void proceed() {
		this.connection.execute(() -> {
			if (!this.noticed && !this.impatient) {
				this.impatient = true;
				this.connection.executeAfter(this::losePatience, PATIENCE);
			}
			noticeIfIdle();
		});
	}

	private void noticeIfIdle() {
		if (this.connection.inFlight() == 0) {
			notifyClient();
			closeWhenQuiet();
		}
	}

	private void losePatience() {
		if (this.connection.isDraining() && !this.fragileClient) {
			notifyClient();
		}
		else {
			this.impatient = false;
		}
	}

	private void notifyClient() {
		if (!this.noticed) {
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
		if (since.compareTo(ROUND_TRIP) < 0) {
			this.connection.executeOnceAfter(this::closeWhenQuiet, ROUND_TRIP.minus(since).plusMillis(1));
		}
		else if (IdleConnections.nothingWaits(this.connection)) {
			this.ended = true;
			GoAwayNotice.sendLast(this.connection.http2Channel());
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
