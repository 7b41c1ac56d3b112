package io.hotupgrade.loadmeter;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A new connection for each request, at a fixed rate whatever the server does (an open
 * loop): each request has a time at which it is due, and its latency is counted from
 * there. So a stall shows in the latency of all requests that it delayed.
 */
public final class NewConnections extends Load {

	/** The name under which these requests are counted. */
	public static final String KIND = "new-connection";

	private static final int THREADS = 64;

	private final String path;

	private final ResponseCheck check;

	private final int perSecond;

	/**
	 * Asks for the sample's "/" and checks what it says.
	 * @param perSecond requests a second
	 */
	public NewConnections(int perSecond) {
		this("/", ResponseCheck.IDENTITY, perSecond);
	}

	/**
	 * Asks for any path; every content is good.
	 * @param path path and query
	 * @param perSecond requests a second
	 */
	public NewConnections(String path, int perSecond) {
		this(path, ResponseCheck.ANY_CONTENT, perSecond);
	}

	private NewConnections(String path, ResponseCheck check, int perSecond) {
		super(KIND, THREADS);
		if (perSecond < 1) {
			throw new IllegalArgumentException("A rate of " + perSecond + " a second; at least 1 is needed");
		}
		this.path = path;
		this.check = check;
		this.perSecond = perSecond;
	}

	@Override
	Client begin(LoadSession session) {
		long start = System.nanoTime();
		AtomicLong next = new AtomicLong();
		Request request = Request.get(this.path).lastOnConnection();
		return (index) -> {
			long dueAt = dueAt(start, next.getAndIncrement());
			while (session.awaitDue(dueAt)) {
				session.request(KIND, dueAt, request, this.check);
				dueAt = dueAt(start, next.getAndIncrement());
			}
		};
	}

	private long dueAt(long start, long number) {
		return start + number * TimeUnit.SECONDS.toNanos(1) / this.perSecond;
	}

}
