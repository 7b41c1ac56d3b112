package io.hotupgrade.server.support;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a server does with a connection that it has accepted. When that has to be done is
 * decided in {@link TrackedConnection}, which adapters extend.
 * <p>
 * What is called from any thread must be safe for that. <em>The connection's turn</em> is
 * what {@link #execute} gives: no two of its tasks run at once.
 *
 * @since 0.1.0
 */
public abstract class DrainableConnection extends RequestCount {

	/**
	 * How long a client may take to close its side of a connection that has ended.
	 */
	public static final Duration LINGER = Duration.ofSeconds(5);

	DrainableConnection() {
	}

	/**
	 * Whether the server has not closed the connection.
	 * @return whether it is open
	 */
	protected abstract boolean isOpen();

	/**
	 * Whether a request of HTTP/1 has begun to arrive, but cannot be served yet. Asked
	 * only while no request is in flight.
	 * @return whether one has
	 */
	protected abstract boolean arriving();

	/**
	 * Whether the client has neither sent anything nor closed its side. Otherwise the
	 * server has to see to it. Asked in the connection's turn.
	 * @return whether nothing waits, here or in the kernel
	 */
	protected abstract boolean nothingWaits();

	/**
	 * Makes the server read what waits, where nothing else will. Called in the
	 * connection's turn.
	 */
	protected abstract void readOn();

	/**
	 * Runs a task in the connection's turn. It is dropped if the connection is closed.
	 * @param task the task
	 */
	protected abstract void execute(Runnable task);

	/**
	 * Runs a task later in the connection's turn, if the connection is still open.
	 * @param task the task
	 * @param delay how much later
	 */
	protected abstract void executeAfter(Runnable task, Duration delay);

	/**
	 * Runs a task while the server neither reads from the connection nor serves a request
	 * on it, if that is so now. Called in the connection's turn, which by itself suffices
	 * for servers that read on one thread.
	 * @param task the task
	 * @return {@code false} if the server is at work, and the task was not run
	 */
	protected boolean exclusively(Runnable task) {
		task.run();
		return true;
	}

	/**
	 * Runs something of the application's on one of the server's worker threads.
	 * @param task what to run, which throws nothing
	 */
	protected abstract void executeOnWorker(Runnable task);

	/**
	 * Cuts the connection, whatever it is doing.
	 */
	protected abstract void closeNow();

	/**
	 * Sends the end behind all that is written, and leaves the rest to the client, for
	 * {@link #LINGER} at most. For HTTP/1, called {@linkplain #exclusively exclusively}
	 * when the connection is idle.
	 */
	protected abstract void finish();

	/**
	 * Finds the WebSocket session on a connection that was upgraded to one. Called in the
	 * connection's turn.
	 * @return how to take leave of it, or {@code null} if none was found
	 */
	protected abstract @Nullable WebSocketLink webSocket();

}
