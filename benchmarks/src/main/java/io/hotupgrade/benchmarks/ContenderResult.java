package io.hotupgrade.benchmarks;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;

import io.hotupgrade.loadmeter.MeasuredRequest;
import io.hotupgrade.loadmeter.Outcome;

/**
 * What all rounds of one contender showed: requests are put together, of what there is
 * once a round the median is taken.
 *
 * @param name the contender's name
 * @param title what it is
 * @param rounds its rounds; none if it was not measured
 * @param note why it was not measured, or not completely, or an empty string
 */
record ContenderResult(String name, String title, List<Round> rounds, String note) {

	ContenderResult {
		rounds = List.copyOf(rounds);
	}

	boolean isMeasured() {
		return !this.rounds.isEmpty();
	}

	long requests() {
		return this.rounds.stream().mapToLong((round) -> round.measured().size()).sum();
	}

	long lost() {
		return lostByKind().values()
			.stream()
			.flatMap((outcomes) -> outcomes.values().stream())
			.mapToLong(Long::longValue)
			.sum();
	}

	/** Lost requests by kind of load and by how they ended. */
	Map<String, Map<Outcome, Long>> lostByKind() {
		Map<String, Map<Outcome, Long>> lost = new TreeMap<>();
		for (MeasuredRequest request : all(Round::measured)) {
			if (request.outcome().isLost()) {
				lost.computeIfAbsent(request.kind(), (kind) -> new EnumMap<>(Outcome.class))
					.merge(request.outcome(), 1L, Long::sum);
			}
		}
		return lost;
	}

	Latencies steady() {
		return Latencies.of(all(Round::steady));
	}

	Latencies window() {
		return Latencies.of(all(Round::window));
	}

	OptionalDouble worstSteadyMillis() {
		return medianOf(Round::worstSteadyMillis);
	}

	OptionalDouble worstWindowMillis() {
		return medianOf(Round::worstWindowMillis);
	}

	/**
	 * How many times the worst five seconds before the trigger those in the window are.
	 */
	OptionalDouble worstRatio() {
		return median(this.rounds.stream()
			.filter((round) -> round.worstSteadyMillis().orElse(0) > 0 && round.worstWindowMillis().isPresent())
			.mapToDouble((round) -> round.worstWindowMillis().getAsDouble() / round.worstSteadyMillis().getAsDouble()));
	}

	OptionalDouble steadyGapMillis() {
		return median(this.rounds.stream().mapToDouble(Round::steadyGapMillis));
	}

	OptionalDouble windowGapMillis() {
		return median(this.rounds.stream().mapToDouble(Round::windowGapMillis));
	}

	/**
	 * How many times the longest gap before the trigger that in the window is.
	 */
	OptionalDouble gapRatio() {
		return median(this.rounds.stream().mapToDouble((round) -> round.windowGapMillis() / round.steadyGapMillis()));
	}

	OptionalDouble secondsToNewVersion() {
		return medianOf(Round::secondsToNewVersion);
	}

	OptionalDouble secondsToAllConnections() {
		return medianOf(Round::secondsToAllConnections);
	}

	OptionalDouble secondsToOldGone() {
		return median(this.rounds.stream().mapToDouble(Round::secondsToOldGone));
	}

	/** The median duration of a phase in milliseconds. */
	OptionalDouble phaseMillis(String phase) {
		return median(this.rounds.stream()
			.filter((round) -> round.phases().containsKey(phase))
			.mapToDouble((round) -> round.phases().get(phase).doubleValue()));
	}

	private List<MeasuredRequest> all(Function<Round, List<MeasuredRequest>> part) {
		return this.rounds.stream().map(part).flatMap(Collection::stream).toList();
	}

	private OptionalDouble medianOf(Function<Round, OptionalDouble> figure) {
		return median(this.rounds.stream().map(figure).flatMapToDouble(OptionalDouble::stream));
	}

	private static OptionalDouble median(DoubleStream values) {
		double[] sorted = values.sorted().toArray();
		if (sorted.length == 0) {
			return OptionalDouble.empty();
		}
		int middle = sorted.length / 2;
		boolean odd = sorted.length % 2 == 1;
		return OptionalDouble.of(odd ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
	}

}
