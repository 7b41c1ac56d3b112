package io.hotupgrade.undertow;

import java.io.IOException;
import java.time.Duration;

import io.undertow.protocols.http2.Http2Channel;

/**
 * Closes idle connections, each on its own I/O thread, so that nothing is read from it
 * meanwhile.
 * <p>
 * What cannot be prevented is a request that is under way in the network at that moment:
 * HTTP/1 has no means to withdraw an idle connection. It makes no difference to such a
 * request whether only the write side is closed or both, as neither way it can be
 * answered; so both are, and the client sees the end of a connection that has not
 * answered, which is when clients repeat a request on a new connection (RFC 9112, section
 * 9.3.1). What has reached this machine is not lost: the kernel's buffer is looked into
 * first. With HTTP/2 the GOAWAY frame tells the client which streams were not processed.
 */
final class IdleConnections {

	/**
	 * How long an HTTP/2 connection must have been idle. Undertow closes it right behind
	 * the GOAWAY frame; a WINDOW_UPDATE for the last response that arrives after that
	 * would make the kernel reset the connection and drop what is not yet delivered.
	 */
	private static final Duration HTTP2_QUIET_TIME = Duration.ofMillis(200);

	private IdleConnections() {
	}

	static void close(Iterable<TrackedConnection> connections) {
		for (TrackedConnection connection : connections) {
			if (connection.idle()) {
				connection.execute(() -> closeWhenQuiet(connection));
			}
		}
	}

	/**
	 * Closes a connection if it is idle and stays so for a short time. To be called on
	 * its own thread.
	 * @param connection the connection
	 */
	static void closeWhenQuiet(TrackedConnection connection) {
		if (!connection.idle()) {
			return;
		}
		if (!quiet(connection)) {
			tryAgain(connection);
		}
		else if (nothingWaits(connection)) {
			close(connection);
		}
		else {
			connection.source().wakeupReads();
			if (connection.http2Channel() != null) {
				// Perhaps no request has come, but a frame that asks for no response.
				tryAgain(connection);
			}
		}
	}

	private static boolean quiet(TrackedConnection connection) {
		return connection.http2Channel() == null
				|| System.nanoTime() - connection.lastActivity() >= HTTP2_QUIET_TIME.toNanos();
	}

	private static void tryAgain(TrackedConnection connection) {
		connection.executeOnceAfter(() -> closeWhenQuiet(connection), HTTP2_QUIET_TIME);
	}

	/**
	 * Whether the client has neither sent anything nor closed its side. Otherwise
	 * Undertow has to see to it.
	 */
	private static boolean nothingWaits(TrackedConnection connection) {
		try {
			return connection.source().peek() == PeekingSourceConduit.Next.NOTHING;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static void close(TrackedConnection connection) {
		Http2Channel http2 = connection.http2Channel();
		if (http2 != null) {
			http2.sendGoAway(Http2Channel.ERROR_NO_ERROR);
		}
		else {
			connection.finish();
		}
	}

}
