package io.hotupgrade.server;

import java.net.InetSocketAddress;

/**
 * How a listener is to be bound. To be closed when that is done, or has failed: until
 * then the port is kept from other processes.
 *
 * @param address address to bind, which is the predecessor's where port 0 was requested
 * @param reusePort whether SO_REUSEPORT has to be set before the bind
 * @param release ends keeping the port from others
 * @since 0.1.0
 */
public record ListenerPlan(InetSocketAddress address, boolean reusePort, Runnable release) implements AutoCloseable {

	/**
	 * Creates a plan for a port that nobody keeps from others.
	 * @param address address to bind
	 * @param reusePort whether SO_REUSEPORT has to be set before the bind
	 */
	public ListenerPlan(InetSocketAddress address, boolean reusePort) {
		this(address, reusePort, () -> {
		});
	}

	@Override
	public void close() {
		this.release.run();
	}

}
