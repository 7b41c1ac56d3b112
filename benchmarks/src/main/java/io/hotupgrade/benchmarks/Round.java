package io.hotupgrade.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.hotupgrade.loadmeter.MeasuredRequest;
import io.hotupgrade.loadmeter.NewConnections;
import io.hotupgrade.loadmeter.Outcome;

/**
 * One replacement under load, as its clients saw it. A request belongs to the time in
 * which it ended. All times are on the scale of {@link System#nanoTime()}.
 *
 * @param steadyFrom when the old version was warm and the steady time began
 * @param endsAt when the upgrade window ended, which began with the trigger
 * @param change what happened
 * @param requests all requests in the order of their end, also those before the steady
 * time
 */
record Round(long steadyFrom, long endsAt, Change change, List<MeasuredRequest> requests) {

	private static final long SPAN = TimeUnit.SECONDS.toNanos(5);

	private static final long SPAN_STEP = TimeUnit.SECONDS.toNanos(1);

	Round {
		requests = List.copyOf(requests);
	}

	/** Requests before the trigger, without those that warmed up the old version. */
	List<MeasuredRequest> steady() {
		return between(this.steadyFrom, this.change.triggeredAt());
	}

	/** Requests in the upgrade window. */
	List<MeasuredRequest> window() {
		return between(this.change.triggeredAt(), this.endsAt);
	}

	/** Requests that count. */
	List<MeasuredRequest> measured() {
		return between(this.steadyFrom, this.endsAt);
	}

	/**
	 * The highest 99th percentile of any five seconds before the trigger. Unlike that of
	 * the whole time, it does not get better by taking longer.
	 * @return milliseconds, or nothing if that was shorter
	 */
	OptionalDouble worstSteadyMillis() {
		return worst(this.steadyFrom, this.change.triggeredAt());
	}

	/**
	 * The highest 99th percentile of any five seconds of the window.
	 * @return milliseconds, or nothing if the window is shorter
	 */
	OptionalDouble worstWindowMillis() {
		return worst(this.change.triggeredAt(), this.endsAt);
	}

	private OptionalDouble worst(long from, long to) {
		return LongStream.iterate(from, (begin) -> to - begin >= SPAN, (begin) -> begin + SPAN_STEP)
			.mapToObj((begin) -> Latencies.of(between(begin, begin + SPAN)).millis(99))
			.flatMapToDouble(OptionalDouble::stream)
			.max();
	}

	/**
	 * The longest time before the trigger without an answer that was {@link Outcome#OK}.
	 * @return milliseconds
	 */
	double steadyGapMillis() {
		return longestGapMillis(this.steadyFrom, this.change.triggeredAt());
	}

	/**
	 * The longest time in the window without an answer that was {@link Outcome#OK}.
	 * @return milliseconds
	 */
	double windowGapMillis() {
		return longestGapMillis(this.change.triggeredAt(), this.endsAt);
	}

	private double longestGapMillis(long from, long to) {
		long longest = 0;
		long last = from;
		LongStream answers = between(from, to).stream()
			.filter((request) -> request.outcome() == Outcome.OK)
			.mapToLong(MeasuredRequest::endedAt);
		for (long next : LongStream.concat(answers, LongStream.of(to)).toArray()) {
			longest = Math.max(longest, next - last);
			last = next;
		}
		return longest / 1e6;
	}

	/**
	 * The time from the trigger to the first good answer of an instance that had not
	 * answered before the trigger.
	 * @return seconds, or nothing if there was none
	 */
	OptionalDouble secondsToNewVersion() {
		Set<String> old = instancesBefore(this.requests, this.change.triggeredAt());
		return window().stream()
			.filter(isAnswerOfOther(old))
			.mapToDouble((request) -> secondsSinceTrigger(request.endedAt()))
			.findFirst();
	}

	/**
	 * The time from the trigger to the last answer that an instance from before it gave
	 * on a new connection.
	 * @return seconds, or nothing if the new version has not answered since
	 */
	OptionalDouble secondsToAllConnections() {
		Set<String> old = instancesBefore(this.requests, this.change.triggeredAt());
		List<MeasuredRequest> answers = window().stream()
			.filter((request) -> request.outcome() == Outcome.OK && request.kind().equals(NewConnections.KIND))
			.toList();
		if (answers.isEmpty() || old.contains(answers.get(answers.size() - 1).instance())) {
			return OptionalDouble.empty();
		}
		return OptionalDouble.of(answers.stream()
			.filter((request) -> old.contains(request.instance()))
			.mapToDouble((request) -> secondsSinceTrigger(request.endedAt()))
			.max()
			.orElse(0));
	}

	/** The time from the trigger to the end of the old version's last process. */
	double secondsToOldGone() {
		return secondsSinceTrigger(this.change.goneAt());
	}

	double secondsSinceTrigger(long nanoTime) {
		return (nanoTime - this.change.triggeredAt()) / 1e9;
	}

	Map<String, ? extends Number> phases() {
		return this.change.phases();
	}

	private List<MeasuredRequest> between(long from, long to) {
		return this.requests.stream()
			.filter((request) -> request.endedAt() - from >= 0 && request.endedAt() - to < 0)
			.toList();
	}

	static Set<String> instancesBefore(List<MeasuredRequest> requests, long nanoTime) {
		return requests.stream()
			.filter((request) -> request.endedAt() - nanoTime < 0)
			.map(MeasuredRequest::instance)
			.collect(Collectors.toSet());
	}

	static Predicate<MeasuredRequest> isAnswerOfOther(Set<String> instances) {
		return (request) -> request.outcome() == Outcome.OK && !instances.contains(request.instance());
	}

}
