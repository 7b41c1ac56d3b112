package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections that are open, and the thread that ends those which take too long. A
 * socket's own read timeout would bound neither a blocked write nor a response that comes
 * byte by byte.
 */
final class OpenConnections implements AutoCloseable {

	private static final Duration PERIOD = Duration.ofMillis(50);

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	private final Pauses pauses = new Pauses();

	OpenConnections() {
		Thread watchdog = new Thread(this::watch, "load-meter-watchdog");
		watchdog.setDaemon(true);
		watchdog.start();
	}

	void add(Connection connection) {
		this.connections.add(connection);
		// After it was added: close() may have gone over the others already.
		if (this.pauses.areCalledOff()) {
			connection.abort();
		}
	}

	void remove(Connection connection) {
		this.connections.remove(connection);
	}

	private void watch() {
		while (this.pauses.until(System.nanoTime() + PERIOD.toNanos())) {
			long now = System.nanoTime();
			this.connections.forEach((connection) -> connection.abortIfOverdue(now));
		}
	}

	/** Cuts all connections, at once and for good. */
	@Override
	public void close() {
		this.pauses.callOff();
		this.connections.forEach(Connection::abort);
	}

}
