package io.hotupgrade.server.support;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.DrainAttributes;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.learn.RequestSample;
import org.jspecify.annotations.Nullable;

/**
 * A request in flight. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TrackedRequest {

	private static final AtomicIntegerFieldUpdater<TrackedRequest> ASKED_TO_END = AtomicIntegerFieldUpdater
		.newUpdater(TrackedRequest.class, "askedToEnd");

	private static final AtomicIntegerFieldUpdater<TrackedRequest> BROKEN_OFF = AtomicIntegerFieldUpdater
		.newUpdater(TrackedRequest.class, "brokenOff");

	private static final String EVENT_STREAM = "text/event-stream";

	private static final int SWITCHING_PROTOCOLS = 101;

	private final RequestView view;

	private final RequestMeter meter;

	/** Is there for the few requests that are looked at. */
	private final @Nullable RequestSample sample;

	private final long begunAt = System.nanoTime();

	/**
	 * 1 once it was. An object of its own for each flag would be paid by each request.
	 */
	private volatile int askedToEnd;

	private volatile int brokenOff;

	private volatile boolean eventStream;

	/**
	 * Creates a request that begins now.
	 * @param view what the server shows of it
	 * @param meter where its status and duration go
	 * @param sample takes what is to be learned of it, if it is looked at
	 */
	TrackedRequest(RequestView view, RequestMeter meter, @Nullable RequestSample sample) {
		this.view = view;
		this.meter = meter;
		this.sample = sample;
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
	 * Tells that the response's headers are about to be sent. To be called on the thread
	 * that sends them.
	 * @param contentType the type of its content, or {@code null}
	 */
	public void responding(@Nullable String contentType) {
		this.eventStream = contentType != null
				&& contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
		if (this.sample != null) {
			this.sample.responding(this.view);
		}
	}

	/**
	 * Tells that the response is complete.
	 * @param status its status
	 */
	public void responded(int status) {
		if (status != SWITCHING_PROTOCOLS && !this.eventStream) {
			this.meter.record(status, System.nanoTime() - this.begunAt);
		}
		if (this.sample != null) {
			this.sample.responded(System.nanoTime() - this.begunAt, endless());
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
				&& ASKED_TO_END.compareAndSet(this, 0, 1)) {
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
		return BROKEN_OFF.compareAndSet(this, 0, 1);
	}

}
