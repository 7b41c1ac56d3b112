package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients saw, in the whole time or in one window of it. A request belongs to the
 * window in which it ended.
 *
 * @param startedAt when the meter was started
 * @param length the time that the report covers
 * @param kinds the result of each kind of load
 * @param latency how long requests of all kinds took
 * @param longestGap the longest time without an answer of any kind that was
 * {@link Outcome#OK}
 * @param losses the first losses, one by one
 */
public record MeterReport(Instant startedAt, Duration length, Map<String, KindReport> kinds, LatencySummary latency,
		Duration longestGap, List<Loss> losses) {

	/**
	 * The requests that have ended.
	 * @return their number
	 */
	public long requests() {
		return this.kinds.values().stream().mapToLong(KindReport::requests).sum();
	}

	/**
	 * The requests that did not get what they asked for.
	 * @return their number
	 */
	public long lost() {
		return this.kinds.values().stream().mapToLong(KindReport::lost).sum();
	}

	/**
	 * The requests that ended in one way.
	 * @param outcome the way
	 * @return their number
	 */
	public long count(Outcome outcome) {
		return this.kinds.values().stream().mapToLong((kind) -> kind.count(outcome)).sum();
	}

	/**
	 * The connections that the server closed between two requests.
	 * @return their number
	 */
	public long closedIdle() {
		return this.kinds.values().stream().mapToLong(KindReport::closedIdle).sum();
	}

	/**
	 * One kind of load.
	 * @param kind its name, such as {@link NewConnections#KIND}
	 * @return its result
	 * @throws IllegalArgumentException if no request of that kind has ended
	 */
	public KindReport kind(String kind) {
		KindReport report = this.kinds.get(kind);
		if (report == null) {
			throw new IllegalArgumentException(
					"No requests of the kind '" + kind + "', only of " + this.kinds.keySet());
		}
		return report;
	}

	/**
	 * Who answered.
	 * @return the instances by {@code X-Instance}
	 */
	public Map<String, InstanceActivity> instances() {
		Map<String, InstanceActivity> instances = new LinkedHashMap<>();
		this.kinds.values()
			.forEach((kind) -> kind.instances()
				.forEach((name, activity) -> instances.merge(name, activity, InstanceActivity::plus)));
		return instances;
	}

	/**
	 * The report for people.
	 * @return several lines, the last one ended too
	 */
	public String table() {
		return new ReportTable(this).toString();
	}

}
