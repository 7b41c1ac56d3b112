package io.hotupgrade.undertow;

import io.hotupgrade.TrafficKind;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.Headers;

import org.springframework.util.StringUtils;

/**
 * A request in flight.
 */
final class TrackedRequest implements ExchangeCompletionListener {

	private static final String EVENT_STREAM = "text/event-stream";

	private final RequestCount connection;

	private final HttpServerExchange exchange;

	private final long begunAt = System.nanoTime();

	private volatile boolean endless;

	private volatile boolean askedToEnd;

	TrackedRequest(RequestCount connection, HttpServerExchange exchange) {
		this.connection = connection;
		this.exchange = exchange;
	}

	/**
	 * When the request began.
	 * @return a value of {@link System#nanoTime()}
	 */
	long begunAt() {
		return this.begunAt;
	}

	/**
	 * The path, without a query.
	 * @return the path
	 */
	String path() {
		return this.exchange.getRequestPath();
	}

	/**
	 * Tells that the response's headers are about to be sent.
	 */
	void responding() {
		String type = this.exchange.getResponseHeaders().getFirst(Headers.CONTENT_TYPE);
		this.endless = type != null && StringUtils.startsWithIgnoreCase(type, EVENT_STREAM);
	}

	/**
	 * Whether the response has no end of its own.
	 * @return whether it sends events, or the application has said so
	 */
	boolean endless() {
		return this.endless || attribute(DrainAttributes.END) != null;
	}

	/**
	 * Whether the application has declared this very request not worth waiting for.
	 * @return whether it has
	 */
	boolean declaredIgnored() {
		return Boolean.TRUE.equals(attribute(DrainAttributes.IGNORE));
	}

	TrafficKind kind() {
		if (endless()) {
			return TrafficKind.STREAM;
		}
		return this.exchange.isHttp11() || this.exchange.isHttp10() || this.exchange.isHttp09() ? TrafficKind.HTTP1
				: TrafficKind.HTTP2;
	}

	/**
	 * What ends the response, the first time it is asked for.
	 * @return the application's hook, or {@code null} if there is none or it was given
	 * out before
	 */
	Runnable takeEnd() {
		if (this.askedToEnd || !(attribute(DrainAttributes.END) instanceof Runnable end)) {
			return null;
		}
		this.askedToEnd = true;
		return end;
	}

	/**
	 * Reads an attribute of the servlet request while others may be setting some. It may
	 * be missed once; whoever asks does so again.
	 */
	private Object attribute(String name) {
		ServletRequestContext servlet = this.exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY);
		return (servlet != null) ? servlet.getOriginalRequest().getAttribute(name) : null;
	}

	/**
	 * Called when the request has ended. Counts it out only after Undertow has finished
	 * with it: until then its response may wait in Undertow's buffer for pipelining.
	 */
	@Override
	public void exchangeEvent(HttpServerExchange ended, NextListener nextListener) {
		try {
			this.connection.ending(ended);
			nextListener.proceed();
		}
		finally {
			this.connection.end(this);
		}
	}

}
