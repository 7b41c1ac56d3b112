package io.hotupgrade.undertow;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;

/**
 * Counts requests. Safe for use by many threads, as HTTP/2 has many requests at once on
 * one connection.
 */
class RequestCount implements ExchangeCompletionListener {

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicLong begun = new AtomicLong();

	private volatile long lastActivity = System.nanoTime();

	/**
	 * Requests that have begun and not ended.
	 * @return the number
	 */
	final int inFlight() {
		return this.inFlight.get();
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

	final void begin() {
		this.inFlight.incrementAndGet();
		this.begun.incrementAndGet();
		this.lastActivity = System.nanoTime();
	}

	/**
	 * Called when a request has ended. Counts it out only after Undertow has finished
	 * with it: until then its response may wait in Undertow's buffer for pipelining.
	 */
	@Override
	public final void exchangeEvent(HttpServerExchange exchange, NextListener nextListener) {
		try {
			ending(exchange);
			nextListener.proceed();
		}
		finally {
			this.lastActivity = System.nanoTime();
			this.inFlight.decrementAndGet();
			ended();
		}
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
