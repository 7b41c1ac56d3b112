package io.hotupgrade.endtoend;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.hotupgrade.loadmeter.MeterReport;
import io.hotupgrade.loadmeter.Outcome;

/**
 * What became of a case.
 *
 * @param fault the case
 * @param ending outcome and reason, or the endpoint's refusal
 * @param requests how many requests clients made meanwhile
 * @param lost those they lost, by the way in which they were lost
 * @param seconds how long it took
 */
record FaultResult(FaultCase fault, String ending, long requests, Map<Outcome, Long> lost, double seconds) {

	static FaultResult of(FaultCase fault, String ending, MeterReport clients) {
		Map<Outcome, Long> lost = new EnumMap<>(Outcome.class);
		for (Outcome outcome : Outcome.values()) {
			if (outcome.isLost() && clients.count(outcome) > 0) {
				lost.put(outcome, clients.count(outcome));
			}
		}
		return new FaultResult(fault, ending, clients.requests(), lost, clients.length().toMillis() / 1000.0);
	}

	long allLost() {
		return this.lost.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * The results as a table.
	 * @return Markdown
	 */
	static String table(List<FaultResult> results) {
		return results.stream()
			.map(FaultResult::row)
			.collect(Collectors.joining(System.lineSeparator(),
					"| when | what | the upgrade ends as | who serves | requests | lost | s |" + System.lineSeparator()
							+ "| --- | --- | --- | --- | ---: | --- | ---: |" + System.lineSeparator(),
					System.lineSeparator()));
	}

	String row() {
		String losses = this.lost.isEmpty() ? "0"
				: this.lost.entrySet()
					.stream()
					.map((entry) -> entry.getValue() + " " + entry.getKey())
					.collect(Collectors.joining(", "));
		return "| %s | %s | %s | %s | %d | %s | %.1f |".formatted(this.fault.moment(), this.fault.fault(),
				this.ending.isEmpty() ? "(nobody knows)" : this.ending, survivor(), this.requests, losses,
				this.seconds);
	}

	private String survivor() {
		FaultCase.Survivor survivor = this.fault.ending().survivor();
		return survivor.isAnybody() ? survivor.name().toLowerCase(Locale.ROOT) : "nobody";
	}

}
