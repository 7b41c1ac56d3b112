package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.hotupgrade.TrafficKind;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.Headers;

import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

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

	private volatile boolean truncated;

	private volatile boolean reading;

	private boolean brokenOff;

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
		this.endless = type != null && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
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
	 * Watches the response, above the framing of HTTP.
	 * @param next the response
	 * @return the response to use instead
	 */
	StreamSinkConduit watch(StreamSinkConduit next) {
		return new AbstractStreamSinkConduit<>(next) {

			@Override
			public void truncateWrites() throws IOException {
				TrackedRequest.this.truncated = true;
				this.next.truncateWrites();
			}

		};
	}

	/**
	 * Watches the request's body, above the framing of HTTP.
	 * @param next the body
	 * @return the body to use instead
	 */
	StreamSourceConduit watch(StreamSourceConduit next) {
		return new AbstractStreamSourceConduit<>(next) {

			@Override
			public int read(ByteBuffer dst) throws IOException {
				TrackedRequest.this.reading = true;
				int count = this.next.read(dst);
				TrackedRequest.this.reading = false;
				return count;
			}

			@Override
			public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
				TrackedRequest.this.reading = true;
				long count = this.next.read(dsts, offset, length);
				TrackedRequest.this.reading = false;
				return count;
			}

		};
	}

	/**
	 * Whether the request's body is being read, or could not be read to its end because
	 * the client has left.
	 * @return whether one of both is the case
	 */
	boolean reading() {
		return this.reading;
	}

	/**
	 * Whether the response was given up before its end. A response that has reached its
	 * end ends its request, so this has a meaning at that moment only.
	 * @return whether it was
	 */
	boolean truncated() {
		return this.truncated;
	}

	/**
	 * Whether nobody has counted this request as broken off yet; the caller has to.
	 * @return {@code true} the first time
	 */
	synchronized boolean takeBreakOff() {
		boolean first = !this.brokenOff;
		this.brokenOff = true;
		return first;
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
			this.connection.ending(this, ended);
			nextListener.proceed();
		}
		finally {
			this.connection.end(this);
		}
	}

}
