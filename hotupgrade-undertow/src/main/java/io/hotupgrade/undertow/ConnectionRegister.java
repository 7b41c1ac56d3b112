package io.hotupgrade.undertow;

import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

import io.hotupgrade.server.support.BrokenOff;
import io.hotupgrade.server.ServerLoad;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import org.xnio.StreamConnection;

/**
 * The open connections of a server, from the moment in which they are accepted.
 */
final class ConnectionRegister {

	private static final AttachmentKey<RequestCount> KEY = AttachmentKey.create(RequestCount.class);

	/**
	 * Keyed by the accepted channel, whose identity is unique. Addresses need not be: a
	 * client may reuse a port before the close of its last connection is noticed.
	 */
	private final Map<StreamConnection, TrackedConnection> open = new ConcurrentHashMap<>();

	/**
	 * Requests whose connection is not known, because a future version of Undertow keeps
	 * the accepted connection where it is not looked for.
	 */
	private final RequestCount elsewhere = new RequestCount();

	private final LongAdder accepted = new LongAdder();

	private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

	private final BrokenOff brokenOff = new BrokenOff();

	private final Drain drain;

	private final DrainHooks hooks;

	ConnectionRegister(Drain drain, DrainHooks hooks) {
		this.drain = drain;
		this.hooks = hooks;
	}

	/**
	 * Counts the connections that were accepted.
	 * @return their number so far
	 */
	long accepted() {
		return this.accepted.sum();
	}

	void accepted(StreamConnection channel) {
		this.accepted.increment();
		TrackedConnection connection = new TrackedConnection(channel, this, this.drain);
		this.open.put(channel, connection);
		// XNIO calls every listener that was set, and calls one at once that is set after
		// the close.
		channel.setCloseListener((closed) -> {
			connection.closed();
			left(connection);
		});
	}

	/**
	 * Tells that a connection has been closed, or that all was said on it.
	 * @param connection the connection
	 */
	void left(TrackedConnection connection) {
		this.open.remove(connection.channel());
		tellIfEmpty();
	}

	/**
	 * What is broken off while the server drains.
	 * @return counts it
	 */
	BrokenOff brokenOff() {
		return this.brokenOff;
	}

	/**
	 * Finds the count of the requests of a connection.
	 * @param connection Undertow's connection
	 * @return the {@link TrackedConnection}, where it is known
	 */
	RequestCount requestsOf(ServerConnection connection) {
		RequestCount known = connection.getAttachment(KEY);
		return (known != null) ? known : find(connection);
	}

	/**
	 * Keeps the requests of a connection out of every count.
	 * @param connection a connection that is no traffic
	 */
	void leaveOut(ServerConnection connection) {
		if (connection.getAttachment(KEY) == null) {
			connection.putAttachment(KEY, new RequestCount());
		}
	}

	private RequestCount find(ServerConnection connection) {
		TrackedConnection found = AcceptedConnection.under(connection, this.open::get);
		if (found != null) {
			found.carries(connection);
		}
		RequestCount requests = (found != null) ? found : this.elsewhere;
		// HTTP/2 keeps attachments with the connection, not with the stream.
		connection.putAttachment(KEY, requests);
		return requests;
	}

	Collection<TrackedConnection> connections() {
		return this.open.values();
	}

	ServerLoad load() {
		int connections = 0;
		int requests = this.elsewhere.inFlight();
		for (TrackedConnection connection : this.open.values()) {
			connections++;
			requests += connection.inFlight();
		}
		return new ServerLoad(connections, requests);
	}

	CompletableFuture<Void> whenEmpty() {
		CompletableFuture<Void> empty = new CompletableFuture<>();
		this.waiting.add(empty);
		tellIfEmpty();
		return empty;
	}

	/**
	 * Looks whether anything is left to wait for, if somebody waits for that.
	 */
	void tellIfEmpty() {
		if (!this.waiting.isEmpty() && this.open.values().stream().allMatch(this::notWorthWaitingFor)) {
			for (CompletableFuture<Void> next = this.waiting.poll(); next != null; next = this.waiting.poll()) {
				next.complete(null);
			}
		}
	}

	private boolean notWorthWaitingFor(TrackedConnection connection) {
		return connection.inFlight() > 0 && connection.requests().stream().allMatch(this::ignored);
	}

	/**
	 * Whether a request is not worth waiting for.
	 * @param request the request
	 * @return whether its path or the request itself has been declared so
	 */
	boolean ignored(TrackedRequest request) {
		return request.declaredIgnored() || this.hooks.ignoredPaths().test(request.path());
	}

	Collection<TrackedRequest> requestsElsewhere() {
		return this.elsewhere.requests();
	}

}
