package io.hotupgrade.server.support;

import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Closes idle connections, each in its turn, so that nothing is read from it meanwhile.
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
 *
 * @since 0.1.0
 */
public final class IdleConnections {

	private IdleConnections() {
	}

	/**
	 * Closes those that are idle, the longest idle first.
	 * @param connections all connections
	 */
	public static void close(Stream<? extends TrackedConnection> connections) {
		record Idle(TrackedConnection connection, long since) {
		}
		long now = System.nanoTime();
		connections.filter(TrackedConnection::idle)
			.map((connection) -> new Idle(connection, now - connection.lastActivity()))
			.sorted(Comparator.comparingLong(Idle::since).reversed())
			.forEach((idle) -> idle.connection().execute(idle.connection()::closeIfQuiet));
	}

}
