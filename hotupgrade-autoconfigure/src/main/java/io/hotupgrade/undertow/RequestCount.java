package io.hotupgrade.undertow;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.undertow.server.HttpServerExchange;

/**
 * Counts requests. Safe for use by many threads, as HTTP/2 has many requests at once on
 * one connection.
 */
class RequestCount {

	private final Set<TrackedRequest> inFlight = ConcurrentHashMap.newKeySet(1);

	private final AtomicLong begun = new AtomicLong();

	private volatile long lastActivity = System.nanoTime();

	/**
	 * Requests that have begun and not ended.
	 * @return the number
	 */
	final int inFlight() {
		return this.inFlight.size();
	}

	/**
	 * Requests that have begun and not ended.
	 * @return a view of them
	 */
	final Collection<TrackedRequest> requests() {
		return this.inFlight;
	}

	/**
	 * Requests that have begun, whether they have ended or not.
	 * @return the number
	 */
	final long begun() {
		return this.begun.get();
	}

	/**
	 * When a request last began or ended.
	 * @return a value of {@link System#nanoTime()}
	 */
	final long lastActivity() {
		return this.lastActivity;
	}

	final TrackedRequest begin(HttpServerExchange exchange) {
		TrackedRequest request = new TrackedRequest(this, exchange);
		this.inFlight.add(request);
		this.begun.incrementAndGet();
		beginning(exchange);
		this.lastActivity = request.begunAt();
		return request;
	}

	final void end(TrackedRequest request) {
		this.lastActivity = System.nanoTime();
		this.inFlight.remove(request);
		ended();
	}

	/**
	 * Called when a request begins.
	 * @param exchange the request
	 */
	void beginning(HttpServerExchange exchange) {
	}

	/**
	 * Called when a request has ended, before the next one on its connection can begin.
	 * @param exchange the request
	 */
	void ending(HttpServerExchange exchange) {
	}

	/**
	 * Called when a request has ended and has been counted out.
	 */
	void ended() {
	}

}
