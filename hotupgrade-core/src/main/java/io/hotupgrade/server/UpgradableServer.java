package io.hotupgrade.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An embedded server that can take part in an upgrade: its listeners are steered, its
 * connections drained.
 * <p>
 * The engine calls every method from threads of its own, possibly two at once. Except
 * where it returns a future, a method must return without waiting for clients.
 */
public interface UpgradableServer {

	/**
	 * Name that is unique in the process and the same in every release, for example
	 * {@code server} or {@code management}.
	 * @return the name
	 */
	String name();

	/**
	 * The listeners that are bound now.
	 * @return the listeners, in the order in which they were bound
	 */
	List<ServerListener> listeners();

	/**
	 * What the server holds now. Cheap enough to be asked often.
	 * @return the load
	 */
	ServerLoad load();

	/**
	 * From now on asks clients to go elsewhere as soon as they can: every request is
	 * still served, and its response ends the connection ({@code Connection: close}).
	 * Listeners go on accepting. Has no effect when called again.
	 */
	void startDraining();

	/**
	 * Takes {@link #startDraining()} back: connections are kept alive again.
	 */
	void stopDraining();

	/**
	 * Closes the listeners. The caller has made sure that nothing waits in their accept
	 * queues. Connections that were accepted are not touched.
	 * @return completed when the kernel no longer has the listeners and every connection
	 * that was accepted shows in {@link #load()}
	 */
	CompletableFuture<Void> closeListeners();

	/**
	 * Tells when no connection is left. To be asked for after {@link #closeListeners()}
	 * has completed.
	 * @return completed when the last connection has been closed
	 */
	CompletableFuture<Void> whenEmpty();

	/**
	 * Closes the connections on which no request is in flight and none has begun to
	 * arrive.
	 */
	void closeIdleConnections();

	/**
	 * Closes all connections, whatever they are doing.
	 * @return what was cut
	 */
	ServerLoad closeConnections();

}
