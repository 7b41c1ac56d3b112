package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.Map;

/**
 * What became of the requests of one kind of load.
 *
 * @param outcomes the number of requests by outcome; outcomes that did not occur are
 * absent
 * @param closedIdle kept-alive connections that the server closed between two requests,
 * which costs the client nothing
 * @param latency how long requests took
 * @param longestGap the longest time without an answer that was {@link Outcome#OK}
 * @param instances who answered, by {@code X-Instance}
 */
public record KindReport(Map<Outcome, Long> outcomes, long closedIdle, LatencySummary latency, Duration longestGap,
		Map<String, InstanceActivity> instances) {

	/**
	 * The requests that have ended.
	 * @return their number
	 */
	public long requests() {
		return this.outcomes.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * The requests that ended in one way.
	 * @param outcome the way
	 * @return their number
	 */
	public long count(Outcome outcome) {
		return this.outcomes.getOrDefault(outcome, 0L);
	}

	/**
	 * The requests that did not get what they asked for.
	 * @return their number
	 */
	public long lost() {
		return requests() - count(Outcome.OK);
	}

}
