package io.hotupgrade.server;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A listener on the loopback address by which a process talks to its own server, while
 * other processes get the clients' connections. It speaks plain HTTP/1.1 whatever the
 * server's own listeners speak, and what comes in there is handled as it is elsewhere;
 * but it is no traffic: it is not part of {@link UpgradableServer#listeners()}, not
 * counted in any load, and not waited for by a drain.
 *
 * @since 0.1.0
 */
public interface PrivateListener extends AutoCloseable {

	/**
	 * Where to connect to.
	 * @return an address that only processes on this machine can reach
	 */
	InetSocketAddress address();

	/**
	 * Headers that each request must have. They hold a secret: a request without it,
	 * which is that of another process, is refused and never reaches the application.
	 * @return names and values
	 */
	Map<String, String> headers();

	/**
	 * Closes the listener and every connection that came in by it, whatever it is doing.
	 * Has no effect when called again.
	 */
	@Override
	void close();

}
