package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the results of one kind of load in one window. Not thread-safe.
 */
final class KindTally {

	private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);

	private final Map<String, InstanceActivity> instances = new LinkedHashMap<>();

	private final LatencyHistogram latency = new LatencyHistogram();

	private final LongestGap gap;

	private long closedIdle;

	KindTally(long openedAt) {
		this.gap = new LongestGap(openedAt);
	}

	void add(Result result, Duration sinceStart) {
		this.outcomes.merge(result.outcome(), 1L, Long::sum);
		if (result.outcome() == Outcome.OK) {
			this.latency.record(result.nanos());
		}
		if (!result.instance().isEmpty()) {
			this.instances.merge(result.instance(), new InstanceActivity(result.instance(), 1, sinceStart, sinceStart),
					InstanceActivity::plus);
		}
	}

	void addClosedIdle() {
		this.closedIdle++;
	}

	void endGap(long now) {
		this.gap.end(now);
	}

	void resume(long now) {
		this.gap.resume(now);
	}

	LatencyHistogram latency() {
		return this.latency;
	}

	KindReport report(long until) {
		return new KindReport(Map.copyOf(this.outcomes), this.closedIdle, this.latency.summary(), this.gap.until(until),
				Map.copyOf(this.instances));
	}

}
