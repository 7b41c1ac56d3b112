package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.support.RequestCount;
import io.hotupgrade.server.support.RequestTracking;
import io.hotupgrade.server.support.RequestView;
import io.hotupgrade.server.support.TrackedRequest;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * A request that Undertow is serving.
 */
final class UndertowRequest implements RequestView, ExchangeCompletionListener {

	private static final AttachmentKey<Function<String, @Nullable Object>> SHOWN = AttachmentKey.create(Function.class);

	private final HttpServerExchange exchange;

	private final RequestCount count;

	private final TrackedRequest tracked;

	/**
	 * Whether the response was given up before its end. A response that has reached its
	 * end ends its request, so this has a meaning at that moment only.
	 */
	private volatile boolean truncated;

	private volatile boolean reading;

	private UndertowRequest(HttpServerExchange exchange, RequestCount count, RequestTracking tracking) {
		this.exchange = exchange;
		this.count = count;
		this.tracked = tracking.begin(this);
	}

	/**
	 * Counts a request in.
	 * @param exchange the request
	 * @param count where its connection counts requests
	 * @param tracking tracks the server's requests
	 * @return the request
	 */
	static UndertowRequest begin(HttpServerExchange exchange, RequestCount count, RequestTracking tracking) {
		UndertowRequest begun = new UndertowRequest(exchange, count, tracking);
		count.begin(begun.tracked);
		if (count instanceof UndertowConnection connection) {
			connection.beginning();
		}
		return begun;
	}

	/**
	 * Shows where an application without servlets keeps the attributes of a request.
	 * @param exchange the request
	 * @param attributes gives an attribute's value, or {@code null}
	 */
	static void show(HttpServerExchange exchange, Function<String, @Nullable Object> attributes) {
		exchange.putAttachment(SHOWN, attributes);
	}

	/**
	 * Tells that the response's headers are about to be sent.
	 */
	void responding() {
		this.tracked.responding(this.exchange.getResponseHeaders().getFirst(Headers.CONTENT_TYPE));
	}

	@Override
	public String path() {
		return this.exchange.getRequestPath();
	}

	@Override
	public String method() {
		return this.exchange.getRequestMethod().toString();
	}

	/** Whoever asks for the whole URI gets that as its path, and nothing of use here. */
	@Override
	public String target() {
		String query = this.exchange.getQueryString();
		return this.exchange.getRequestURI() + (query.isEmpty() ? "" : "?" + query);
	}

	@Override
	public @Nullable String requestHeader(String name) {
		return this.exchange.getRequestHeaders().getFirst(name);
	}

	@Override
	public int status() {
		return this.exchange.getStatusCode();
	}

	/** Undertow keeps cookies elsewhere until it sends the headers. */
	@Override
	public @Nullable String responseHeader(String name) {
		HeaderValues values = this.exchange.getResponseHeaders().get(name);
		if (values != null) {
			return String.join(",", values);
		}
		boolean cookies = Headers.SET_COOKIE_STRING.equals(name)
				&& this.exchange.responseCookies().iterator().hasNext();
		return cookies ? "" : null;
	}

	@Override
	public @Nullable Object attribute(String name) {
		ServletRequestContext servlet = this.exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY);
		if (servlet != null) {
			return servlet.getOriginalRequest().getAttribute(name);
		}
		Function<String, @Nullable Object> shown = this.exchange.getAttachment(SHOWN);
		return (shown != null) ? shown.apply(name) : null;
	}

	@Override
	public TrafficKind protocol() {
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
				UndertowRequest.this.truncated = true;
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
				UndertowRequest.this.reading = true;
				int count = this.next.read(dst);
				UndertowRequest.this.reading = false;
				return count;
			}

			@Override
			public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
				UndertowRequest.this.reading = true;
				long count = this.next.read(dsts, offset, length);
				UndertowRequest.this.reading = false;
				return count;
			}

		};
	}

	/**
	 * Whether the request's body is being read, or could not be read to its end because
	 * the client has left.
	 */
	@Override
	public boolean waitsForClient() {
		return this.reading;
	}

	/**
	 * Called when the request has ended. Counts it out only after Undertow has finished
	 * with it: until then its response may wait in Undertow's buffer for pipelining.
	 */
	@Override
	public void exchangeEvent(HttpServerExchange ended, NextListener nextListener) {
		try {
			this.tracked.responded(ended.getStatusCode());
			if (this.count instanceof UndertowConnection connection) {
				connection.ending(this.tracked, ended, this.truncated);
			}
			nextListener.proceed();
		}
		finally {
			this.count.end(this.tracked);
		}
	}

}
