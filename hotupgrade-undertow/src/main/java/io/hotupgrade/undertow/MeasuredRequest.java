package io.hotupgrade.undertow;

import io.hotupgrade.server.RequestMeter;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/**
 * Tells the meter of a request when its response is complete.
 */
final class MeasuredRequest implements ExchangeCompletionListener {

	private static final String EVENT_STREAM = "text/event-stream";

	private final RequestMeter meter;

	private final long begunAt = System.nanoTime();

	MeasuredRequest(RequestMeter meter) {
		this.meter = meter;
	}

	@Override
	public void exchangeEvent(HttpServerExchange exchange, NextListener nextListener) {
		try {
			if (hasEnd(exchange)) {
				this.meter.record(exchange.getStatusCode(), System.nanoTime() - this.begunAt);
			}
		}
		finally {
			nextListener.proceed();
		}
	}

	private static boolean hasEnd(HttpServerExchange exchange) {
		String type = exchange.getResponseHeaders().getFirst(Headers.CONTENT_TYPE);
		return exchange.getStatusCode() != StatusCodes.SWITCHING_PROTOCOLS
				&& (type == null || !type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length()));
	}

}
