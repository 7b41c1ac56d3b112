package io.hotupgrade.jetty;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of open connections that a server has. While it drains they do not hold:
 * connections that wait in the accept queue would be reset when the listener is closed.
 */
final class ConnectionLimits {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionLimits.class);

	private final Server jetty;

	private final Map<NetworkConnectionLimit, Integer> lifted = new HashMap<>();

	ConnectionLimits(Server jetty) {
		this.jetty = jetty;
	}

	/** Accepts whatever the limits say, also where accepting has stopped for one. */
	synchronized void lift() {
		for (NetworkConnectionLimit limit : limits()) {
			if (this.lifted.putIfAbsent(limit, limit.getMaxNetworkConnectionCount()) == null) {
				set(limit, Integer.MAX_VALUE);
			}
		}
	}

	/** Keeps the limits again. */
	synchronized void restore() {
		for (NetworkConnectionLimit limit : limits()) {
			Integer most = this.lifted.remove(limit);
			if (most != null) {
				set(limit, most);
			}
		}
	}

	private Collection<NetworkConnectionLimit> limits() {
		return this.jetty.getBeans(NetworkConnectionLimit.class);
	}

	/**
	 * A limit looks at its number only when a connection comes or goes, and closes one
	 * that comes beyond. So one comes and goes that is none.
	 */
	private static void set(NetworkConnectionLimit limit, int connections) {
		limit.setMaxNetworkConnectionCount(connections);
		try (SocketChannel none = SocketChannel.open()) {
			limit.onAccepting(none);
			limit.onAcceptFailed(none, new CancellationException());
		}
		catch (IOException ex) {
			logger.warn("The limit of open connections could not be set to {}", connections, ex);
		}
	}

}
