package io.hotupgrade.server.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Counts requests. Safe for use by many threads, as HTTP/2 has many requests at once on
 * one connection.
 *
 * @since 0.1.0
 */
public class RequestCount {

	private static final AtomicReferenceFieldUpdater<RequestCount, TrackedRequest> SINGLE = AtomicReferenceFieldUpdater
		.newUpdater(RequestCount.class, TrackedRequest.class, "single");

	private static final AtomicLongFieldUpdater<RequestCount> BEGUN = AtomicLongFieldUpdater
		.newUpdater(RequestCount.class, "begun");

	/** All that HTTP/1 needs, which has one request at a time. */
	private volatile @Nullable TrackedRequest single;

	/** Those that began while another was in flight. */
	private volatile Set<TrackedRequest> others = Set.of();

	private volatile long begun;

	private volatile long lastActivity = System.nanoTime();

	/**
	 * Requests that have begun and not ended.
	 * @return the number; never 0 only because one ended in one place after another had
	 * begun in the other
	 */
	public final int inFlight() {
		while (true) {
			long begunBefore = this.begun;
			int count = ((this.single != null) ? 1 : 0) + this.others.size();
			if (count > 0 || this.begun == begunBefore) {
				return count;
			}
		}
	}

	/**
	 * Requests that have begun and not ended.
	 * @return those of this moment
	 */
	public final Collection<TrackedRequest> requests() {
		List<TrackedRequest> requests = new ArrayList<>(this.others);
		TrackedRequest first = this.single;
		if (first != null) {
			requests.add(first);
		}
		return requests;
	}

	/**
	 * Whether all requests in flight are of a kind. Looks at each once, and no further
	 * than the first that is not: a client may have very many on one connection, and
	 * somebody asks whenever one has ended.
	 * @param kind tells whether a request is of the kind
	 * @return {@code false} also if there is none
	 */
	public final boolean hasOnly(Predicate<TrackedRequest> kind) {
		boolean any = false;
		for (TrackedRequest request : this.others) {
			if (!kind.test(request)) {
				return false;
			}
			any = true;
		}
		TrackedRequest first = this.single;
		return (first != null) ? kind.test(first) : any;
	}

	/**
	 * Requests that have begun, whether they have ended or not.
	 * @return the number
	 */
	public final long begun() {
		return this.begun;
	}

	/**
	 * When a request last began or ended.
	 * @return a value of {@link System#nanoTime()}
	 */
	public final long lastActivity() {
		return this.lastActivity;
	}

	/**
	 * Counts a request in.
	 * @param request the request
	 */
	public final void begin(TrackedRequest request) {
		if (!SINGLE.compareAndSet(this, null, request)) {
			others().add(request);
		}
		BEGUN.incrementAndGet(this);
		this.lastActivity = request.begunAt();
	}

	/**
	 * Counts a request out, when its response has been handed to the kernel or to the
	 * layer below. Has no effect when called again.
	 * @param request the request
	 */
	public final void end(TrackedRequest request) {
		if (countOut(request)) {
			ended();
		}
	}

	/**
	 * Counts all requests out, of which none can get an answer any more. {@link #ended}
	 * is called once for all of them: a client may have very many.
	 */
	public final void endAll() {
		boolean any = false;
		for (TrackedRequest request : requests()) {
			any |= countOut(request);
		}
		if (any) {
			ended();
		}
	}

	private boolean countOut(TrackedRequest request) {
		if (SINGLE.compareAndSet(this, request, null) || this.others.remove(request)) {
			this.lastActivity = System.nanoTime();
			return true;
		}
		return false;
	}

	private Set<TrackedRequest> others() {
		if (this.others.isEmpty()) {
			synchronized (this) {
				if (!(this.others instanceof ConcurrentHashMap.KeySetView)) {
					this.others = ConcurrentHashMap.newKeySet();
				}
			}
		}
		return this.others;
	}

	/**
	 * Called when a request has ended and has been counted out, or several at once.
	 */
	protected void ended() {
	}

}
