package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Clients that keep their connection and think between requests. A connection that the
 * server has closed in the meantime is opened anew, which costs nothing: it is looked at
 * immediately before the request is sent. One that dies under a request is a loss.
 */
public final class KeptAliveClients extends Load {

	/** The name under which these requests are counted. */
	public static final String KIND = "kept-alive";

	private final Duration thinkTime;

	/**
	 * Clients of the sample's "/".
	 * @param clients their number
	 * @param thinkTime the mean time between an answer and the next request; zero to ask
	 * without a pause
	 */
	public KeptAliveClients(int clients, Duration thinkTime) {
		super(KIND, clients);
		this.thinkTime = thinkTime;
	}

	@Override
	Client begin(LoadSession session) {
		return (index) -> {
			try (KeptAliveClient client = new KeptAliveClient(session)) {
				// Spread, or all would ask at the same moment.
				long dueAt = System.nanoTime() + thinkTime(0, 1);
				while (session.awaitDue(dueAt)) {
					boolean answered = client.request(System.nanoTime());
					dueAt = System.nanoTime() + (answered ? thinkTime(0.5, 1.5) : Pace.AFTER_FAILURE.toNanos());
				}
			}
		};
	}

	private long thinkTime(double from, double to) {
		long nanos = this.thinkTime.toNanos();
		return (nanos == 0) ? 0 : (long) (nanos * ThreadLocalRandom.current().nextDouble(from, to));
	}

}
