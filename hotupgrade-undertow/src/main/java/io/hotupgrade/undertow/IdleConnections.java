package io.hotupgrade.undertow;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;

/**
 * Closes idle connections, each on its own I/O thread, so that nothing is read from it
 * meanwhile.
 * <p>
 * What cannot be prevented is a request that is under way in the network at that moment:
 * HTTP/1 has no means to withdraw an idle connection. It makes no difference to such a
 * request whether only the write side is closed or both, as neither way it can be
 * answered. The client sees the end of a connection that has not answered, which is when
 * clients repeat a request on a new connection (RFC 9112, section 9.3.1). So the
 * connections go first that have been idle for longest, which are the least likely to be
 * used at that moment. What has reached this machine is not lost: the kernel's buffer is
 * looked into first. With HTTP/2 the GOAWAY frame tells the client which streams were not
 * processed.
 */
final class IdleConnections {

	private IdleConnections() {
	}

	/**
	 * Closes those that are idle, the longest idle first.
	 * @param connections all connections
	 */
	static void close(Collection<TrackedConnection> connections) {
		record Idle(TrackedConnection connection, long since) {
		}
		long now = System.nanoTime();
		connections.stream()
			.filter(TrackedConnection::idle)
			.map((connection) -> new Idle(connection, now - connection.lastActivity()))
			.sorted(Comparator.comparingLong(Idle::since).reversed())
			.forEach((idle) -> idle.connection().execute(() -> closeIfQuiet(idle.connection())));
	}

	/**
	 * Closes a connection if it is idle. To be called on its own thread.
	 * @param connection the connection
	 */
	static void closeIfQuiet(TrackedConnection connection) {
		if (connection.http2Channel() != null) {
			connection.http2Draining().closeWhenQuiet();
		}
		else if (connection.idle()) {
			if (nothingWaits(connection)) {
				connection.finish();
			}
			else {
				connection.source().wakeupReads();
			}
		}
	}

	/**
	 * Whether the client has neither sent anything nor closed its side. Otherwise
	 * Undertow has to see to it.
	 * @param connection the connection, on whose own thread this has to be called
	 * @return whether nothing waits
	 */
	static boolean nothingWaits(TrackedConnection connection) {
		try {
			return connection.source().peek() == PeekingSourceConduit.Next.NOTHING;
		}
		catch (IOException ex) {
			return true;
		}
	}

}
