package io.hotupgrade.server;

/**
 * What a server holds at a moment.
 *
 * @param connections open connections
 * @param requests requests in flight on them
 * @since 0.1.0
 */
public record ServerLoad(int connections, int requests) {

	/** Nothing at all. */
	public static final ServerLoad NONE = new ServerLoad(0, 0);

	/**
	 * Adds another server's load.
	 * @param other the other load
	 * @return the sum
	 */
	public ServerLoad plus(ServerLoad other) {
		return new ServerLoad(this.connections + other.connections, this.requests + other.requests);
	}

}
