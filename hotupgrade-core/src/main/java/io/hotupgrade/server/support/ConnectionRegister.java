package io.hotupgrade.server.support;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.hotupgrade.server.ServerLoad;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a server, from the moment in which they are accepted.
 * Thread-safe.
 *
 * @param <K> what the server tells connections apart by. Its identity has to be unique,
 * which addresses are not: a client may reuse a port before the close of its last
 * connection is noticed
 * @param <C> what the adapter knows of a connection
 * @since 0.1.0
 */
public final class ConnectionRegister<K, C extends TrackedConnection> {

	private final Map<K, C> open = new ConcurrentHashMap<>();

	/**
	 * Requests whose connection is not known, because a future version of the server
	 * keeps it where it is not looked for.
	 */
	private final RequestCount elsewhere = new RequestCount();

	private final LongAdder accepted = new LongAdder();

	private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

	private final DrainState drain;

	/**
	 * Creates an empty register.
	 * @param drain knows what is not worth waiting for
	 */
	public ConnectionRegister(DrainState drain) {
		this.drain = drain;
	}

	/**
	 * Counts the connections that were accepted.
	 * @return their number so far
	 */
	public long accepted() {
		return this.accepted.sum();
	}

	/**
	 * Takes up a connection.
	 * @param key the server's connection
	 * @param connection what is known of it
	 */
	public void accepted(K key, C connection) {
		this.accepted.increment();
		this.open.put(key, connection);
	}

	/**
	 * Finds a connection, also one that has been left and is not closed yet.
	 * @param key the server's connection
	 * @return what is known of it, or {@code null}
	 */
	public @Nullable C find(K key) {
		return this.open.get(key);
	}

	/**
	 * Forgets a connection that has been closed.
	 * @param key the server's connection
	 * @return what was known of it, or {@code null}
	 */
	public @Nullable C closed(K key) {
		C connection = this.open.remove(key);
		tellIfEmpty();
		return connection;
	}

	/**
	 * The connections that are still of use.
	 * @return those on which not all was said
	 */
	public Stream<C> connections() {
		return this.open.values().stream().filter((connection) -> !connection.hasLeft());
	}

	/**
	 * Where requests count whose connection is not known.
	 * @return their count
	 */
	public RequestCount elsewhere() {
		return this.elsewhere;
	}

	/**
	 * What is open and in flight.
	 * @return the load
	 */
	public ServerLoad load() {
		int connections = 0;
		int requests = this.elsewhere.inFlight();
		for (C connection : this.open.values()) {
			if (!connection.hasLeft()) {
				connections++;
				requests += connection.inFlight();
			}
		}
		return new ServerLoad(connections, requests);
	}

	/**
	 * Tells when nobody is left to wait for.
	 * @return completed when every connection has been left, or has only requests that
	 * are not worth waiting for
	 */
	public CompletableFuture<Void> whenEmpty() {
		CompletableFuture<Void> empty = new CompletableFuture<>();
		this.waiting.add(empty);
		tellIfEmpty();
		return empty;
	}

	/**
	 * Looks whether anything is left to wait for, if somebody waits for that.
	 */
	public void tellIfEmpty() {
		if (!this.waiting.isEmpty()
				&& connections().allMatch((connection) -> connection.hasOnly(this.drain::ignored))) {
			for (CompletableFuture<Void> next = this.waiting.poll(); next != null; next = this.waiting.poll()) {
				next.complete(null);
			}
		}
	}

}
