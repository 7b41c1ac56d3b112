package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * Clients that keep their connection and ask at fixed times, whatever the server does (an
 * open loop): latency is counted from when a request was due. So a stall shows in the
 * latency of all requests that it delayed, which each client makes up for afterwards. As
 * with {@link KeptAliveClients}, a connection that the server has closed between two
 * requests is opened anew, and one that dies under a request is a loss.
 */
public final class PacedKeptAliveClients extends Load {

	private final Duration period;

	/**
	 * Clients of the sample's "/", counted as {@link KeptAliveClients#KIND}.
	 * @param clients their number
	 * @param period the time from one request of a client to its next
	 */
	public PacedKeptAliveClients(int clients, Duration period) {
		super(KeptAliveClients.KIND, clients);
		if (period.isNegative() || period.isZero()) {
			throw new IllegalArgumentException("A period of " + period + "; it has to be positive");
		}
		this.period = period;
	}

	@Override
	Client begin(LoadSession session) {
		long start = System.nanoTime();
		return (index) -> {
			try (KeptAliveClient client = new KeptAliveClient(session)) {
				// Spread, or all would ask at the same moment.
				long dueAt = start + this.period.toNanos() * index / threads();
				while (session.awaitDue(dueAt)) {
					client.request(dueAt);
					dueAt += this.period.toNanos();
				}
			}
		};
	}

}
