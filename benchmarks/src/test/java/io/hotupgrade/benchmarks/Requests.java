package io.hotupgrade.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.loadmeter.MeasuredRequest;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Outcome;

/**
 * Makes up a round. Times are milliseconds since the trigger.
 */
final class Requests {

	/** Close to where the scale wraps, which it may. */
	private static final long TRIGGER = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(500);

	private final List<MeasuredRequest> requests = new ArrayList<>();

	Requests answer(long endedAt, long latency, String instance) {
		return add(endedAt, latency, Outcome.OK, instance);
	}

	Requests lose(long endedAt, Outcome outcome) {
		return add(endedAt, 0, outcome, "");
	}

	private Requests add(long endedAt, long latency, Outcome outcome, String instance) {
		this.requests.add(new MeasuredRequest(NewConnections.KIND, outcome, at(endedAt),
				TimeUnit.MILLISECONDS.toNanos(latency), instance));
		return this;
	}

	Round round(long steadyFrom, long goneAt, long endsAt) {
		return round(steadyFrom, goneAt, endsAt, Map.of());
	}

	Round round(long steadyFrom, long goneAt, long endsAt, Map<String, Long> phases) {
		return new Round(at(steadyFrom), at(endsAt), new Change(TRIGGER, at(goneAt), phases), this.requests);
	}

	private static long at(long millis) {
		return TRIGGER + TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
