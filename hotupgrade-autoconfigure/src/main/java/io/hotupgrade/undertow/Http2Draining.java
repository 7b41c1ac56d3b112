package io.hotupgrade.undertow;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.undertow.protocols.http2.GoAwayNotice;

/**
 * Takes leave of an HTTP/2 connection while the server drains: a notice that makes the
 * client open another one, and once all requests have ended, the close.
 * <p>
 * The notice waits for a moment without a request, because there are clients that give up
 * their running requests at any GOAWAY (the JDK's, before Java 24). A connection that has
 * no such moment for {@link #PATIENCE} gets it nevertheless: otherwise the requests that
 * run when the time is up would be lost with every client.
 */
final class Http2Draining {

	static final Duration PATIENCE = Duration.ofSeconds(3);

	private final TrackedConnection connection;

	private final AtomicBoolean noticed = new AtomicBoolean();

	Http2Draining(TrackedConnection connection) {
		this.connection = connection;
	}

	/**
	 * Does what can be done now. To be called when draining starts and whenever a request
	 * has ended while the server drains.
	 * @param drainingFor how long the server has been draining
	 */
	void proceed(Duration drainingFor) {
		boolean idle = this.connection.inFlight() == 0;
		if ((idle || drainingFor.compareTo(PATIENCE) >= 0) && this.noticed.compareAndSet(false, true)) {
			this.connection.execute(() -> GoAwayNotice.send(this.connection.http2Channel()));
		}
		if (idle && this.noticed.get()) {
			this.connection.execute(() -> IdleConnections.closeWhenQuiet(this.connection));
		}
	}

}
