package io.hotupgrade.server.support;

import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.DrainAttributes;
import io.hotupgrade.server.RequestMeter;
import org.jspecify.annotations.Nullable;

/**
 * A request in flight. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TrackedRequest {

	private static final String EVENT_STREAM = "text/event-stream";

	private static final int SWITCHING_PROTOCOLS = 101;

	private final RequestView view;

	/** Is there while somebody wants to know. */
	private final @Nullable RequestMeter meter;

	private final long begunAt = System.nanoTime();

	private final AtomicBoolean askedToEnd = new AtomicBoolean();

	private final AtomicBoolean brokenOff = new AtomicBoolean();

	private volatile boolean eventStream;

	/**
	 * Creates a request that begins now.
	 * @param view what the server shows of it
	 * @param meter where its status and duration go, if somebody wants to know
	 */
	public TrackedRequest(RequestView view, RequestMeter meter) {
		this.view = view;
		this.meter = meter.isOn() ? meter : null;
	}

	/**
	 * When the request began.
	 * @return a value of {@link System#nanoTime()}
	 */
	public long begunAt() {
		return this.begunAt;
	}

	/**
	 * The path, without a query.
	 * @return the path
	 */
	public String path() {
		return this.view.path();
	}

	/**
	 * Tells that the response's headers are about to be sent.
	 * @param contentType the type of its content, or {@code null}
	 */
	public void responding(@Nullable String contentType) {
		this.eventStream = contentType != null
				&& contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
	}

	/**
	 * Tells that the response is complete.
	 * @param status its status
	 */
	public void responded(int status) {
		if (this.meter != null && status != SWITCHING_PROTOCOLS && !this.eventStream) {
			this.meter.record(status, System.nanoTime() - this.begunAt);
		}
	}

	/**
	 * Whether the response has no end of its own.
	 * @return whether it sends events, or the application has said so
	 */
	public boolean endless() {
		return this.eventStream || this.view.attribute(DrainAttributes.END) != null;
	}

	/**
	 * Whether the application has declared this very request not worth waiting for.
	 * @return whether it has
	 */
	public boolean declaredIgnored() {
		return Boolean.TRUE.equals(this.view.attribute(DrainAttributes.IGNORE));
	}

	/**
	 * What the request is counted as.
	 * @return {@link TrafficKind#STREAM} if its response has no end, its protocol
	 * otherwise
	 */
	public TrafficKind kind() {
		return endless() ? TrafficKind.STREAM : this.view.protocol();
	}

	/**
	 * What ends the response, the first time it is asked for.
	 * @return the application's hook, or {@code null} if there is none or it was given
	 * out before
	 */
	public @Nullable Runnable takeEnd() {
		if (this.view.attribute(DrainAttributes.END) instanceof Runnable end
				&& this.askedToEnd.compareAndSet(false, true)) {
			return end;
		}
		return null;
	}

	boolean waitsForClient() {
		return this.view.waitsForClient();
	}

	/**
	 * Whether nobody has counted this request as broken off yet; the caller has to.
	 * @return {@code true} the first time
	 */
	boolean takeBreakOff() {
		return this.brokenOff.compareAndSet(false, true);
	}

}
