package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * Clients that make one request after the other, each on a new connection (a closed loop:
 * the next begins when the last has ended).
 */
abstract class RepeatedRequests extends Load {

	RepeatedRequests(String kind, int clients) {
		super(kind, clients);
	}

	abstract Request request(LoadSession session);

	abstract ResponseCheck check();

	@Override
	final Client begin(LoadSession session) {
		Request request = request(session).lastOnConnection();
		ResponseCheck check = check();
		Duration spread = request.duration().dividedBy(threads());
		return (index) -> {
			// Spread, so that at any moment requests are at every point of their way.
			long dueAt = System.nanoTime() + spread.toNanos() * index;
			while (session.awaitDue(dueAt)) {
				boolean complete = session.request(kind(), dueAt, request, check);
				dueAt = System.nanoTime() + (complete ? 0 : Pace.AFTER_FAILURE.toNanos());
			}
		};
	}

}
