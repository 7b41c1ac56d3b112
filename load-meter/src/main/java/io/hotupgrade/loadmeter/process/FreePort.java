package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port for a server that is about to be started.
 */
public final class FreePort {

	private static final int LOWEST = 20_000;

	/**
	 * Where the kernel begins to choose the ports of clients
	 * (net.ipv4.ip_local_port_range, ip(7)): one of those could be taken any moment by a
	 * client of the load meter.
	 */
	private static final int LIMIT = 32_768;

	private static final int ATTEMPTS = 100;

	private FreePort() {
	}

	/**
	 * Finds a port on which nobody listens.
	 * @return the port; nothing keeps another process from taking it
	 * @throws IllegalStateException if none of many was free
	 */
	public static int find() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, LIMIT);
			try (ServerSocket socket = new ServerSocket(port)) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Taken: try another one.
			}
		}
		throw new IllegalStateException(
				"None of " + ATTEMPTS + " ports from " + LOWEST + " to " + (LIMIT - 1) + " was free");
	}

}
