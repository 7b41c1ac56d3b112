package io.hotupgrade.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.TrafficKind;

/**
 * An embedded server that can take part in an upgrade: its listeners are steered, its
 * connections drained.
 * <p>
 * The engine calls every method from threads of its own, possibly two at once. Except
 * where it returns a future, a method must return without waiting for clients.
 *
 * @since 0.1.0
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
	 * Counts the connections that were accepted.
	 * @return their number since the server was made, which never falls
	 */
	long accepted();

	/**
	 * What the connections are used for now. Looks at each of them: not to be asked for
	 * each request.
	 * @return the activity
	 */
	ServerActivity activity();

	/**
	 * Asks a share of the clients that keep a connection to go elsewhere, chosen by
	 * chance among the connections that are open now, and each of them once: with the
	 * response to its next request ({@code Connection: close}), an HTTP/2 client when its
	 * requests have ended. Nobody is asked who has no request. When called again with a
	 * higher share it asks that share of those who are connected then. Everything else is
	 * as before. {@link #stopDraining()} takes it back for those who have not been asked.
	 * @param percent the share, 0 to 100
	 */
	void sendElsewhere(int percent);

	/**
	 * From now on asks clients to go elsewhere as soon as they can: every request is
	 * still served, and its response ends the connection ({@code Connection: close}). An
	 * HTTP/2 client is told when none of its requests is in flight. Listeners go on
	 * accepting. Has no effect when called again.
	 */
	void startDraining();

	/**
	 * Takes {@link #startDraining()} and {@link #sendElsewhere(int)} back: connections
	 * are kept alive again.
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
	 * Tells when nobody is left to wait for. To be asked for after
	 * {@link #closeListeners()} has completed. A connection is left when its last
	 * response and its end have been handed to the kernel, even if the client does not
	 * close its side; a connection whose requests are all not worth waiting for counts as
	 * left, too.
	 * @return completed when the last connection has been left
	 */
	CompletableFuture<Void> whenEmpty();

	/**
	 * Asks sessions to end that would not end by themselves: WebSockets by a close frame
	 * (1001, going away), endless responses through the application, HTTP/2 connections
	 * that are never without a request by a GOAWAY that refuses nothing yet. Each is
	 * asked only once, so this may be called again for those that have come since.
	 * @param kind {@link TrafficKind#WEBSOCKET}, {@link TrafficKind#STREAM} or
	 * {@link TrafficKind#HTTP2}
	 * @param period each is asked at a random moment within this period; zero for at once
	 */
	void sayFarewell(TrafficKind kind, Duration period);

	/**
	 * Closes the connections on which no request is in flight and none has begun to
	 * arrive, the longest idle first.
	 */
	void closeIdleConnections();

	/**
	 * Closes all connections, whatever they are doing.
	 * @return what was cut
	 */
	CutTraffic closeConnections();

	/**
	 * What clients have lost since {@link #startDraining()} although nobody has called
	 * {@link #closeConnections()}: responses and sessions that the server itself or the
	 * application broke off, because of a time limit of its own or an error. Not what the
	 * clients broke off.
	 * @return what was broken off; {@link CutTraffic#connections()} are those that were
	 * closed for it
	 */
	CutTraffic brokenOff();

	/**
	 * Opens a listener by which this process can talk to the server before it has any
	 * traffic. Its requests have the header {@link io.hotupgrade.WarmUp#HEADER} and the
	 * attribute {@link io.hotupgrade.WarmUp#REQUEST_ATTRIBUTE} when they reach the
	 * application. To be called when the server has been started.
	 * @param recorded whether the server's own access log has the requests
	 * @return the listener, which accepts already; to be closed by the caller
	 * @throws IOException if it cannot be opened
	 */
	PrivateListener openPrivateListener(boolean recorded) throws IOException;

}
