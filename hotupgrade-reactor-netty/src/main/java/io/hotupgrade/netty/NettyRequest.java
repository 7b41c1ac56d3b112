package io.hotupgrade.netty;

import java.util.function.Function;

import io.hotupgrade.server.support.RequestTracking;
import io.hotupgrade.server.support.RequestView;
import io.hotupgrade.server.support.TrackedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that the server is serving, and what is known of its response.
 */
abstract class NettyRequest implements RequestView {

	private static final int UNKNOWN = -1;

	private final String target;

	private final TrackedRequest tracked;

	private volatile Function<String, @Nullable Object> attributes = (name) -> null;

	private volatile boolean received;

	/** Of the response, used on the connection's thread like those below. */
	private int status;

	private long announced = UNKNOWN;

	private long sent;

	NettyRequest(String target, RequestTracking tracking) {
		this.target = target;
		this.tracked = tracking.begin(this);
	}

	final TrackedRequest tracked() {
		return this.tracked;
	}

	final void show(Function<String, @Nullable Object> source) {
		this.attributes = source;
	}

	/** Tells that the request has arrived to its end. */
	final void received() {
		this.received = true;
	}

	final boolean isReceived() {
		return this.received;
	}

	/**
	 * Tells that the headers of the response are about to be sent.
	 * @param responseStatus its status
	 * @param contentType the type of its content, or {@code null}
	 * @param contentLength the length that it announces, or {@code null}
	 */
	final void responding(int responseStatus, @Nullable String contentType, @Nullable String contentLength) {
		this.status = responseStatus;
		if (contentLength != null && !method().equals("HEAD") && responseStatus != 304) {
			this.announced = Long.parseLong(contentLength);
		}
		this.tracked.responding(contentType);
	}

	/**
	 * Tells that a part of the body is sent.
	 * @param bytes how much
	 */
	final void sends(long bytes) {
		this.sent += bytes;
	}

	/** Whether the response, which has ended, was to be longer. */
	final boolean isCutShort() {
		return this.sent < this.announced;
	}

	final void responded() {
		this.tracked.responded(this.status);
	}

	@Override
	public final int status() {
		return this.status;
	}

	@Override
	public final String target() {
		return this.target;
	}

	@Override
	public final String path() {
		int query = this.target.indexOf('?');
		String withoutQuery = (query < 0) ? this.target : this.target.substring(0, query);
		int scheme = withoutQuery.indexOf("://");
		if (withoutQuery.startsWith("/") || scheme < 0) {
			return withoutQuery;
		}
		int path = withoutQuery.indexOf('/', scheme + 3);
		return (path < 0) ? "/" : withoutQuery.substring(path);
	}

	@Override
	public final @Nullable Object attribute(String name) {
		return this.attributes.apply(name);
	}

	@Override
	public final boolean waitsForClient() {
		return !this.received;
	}

}
