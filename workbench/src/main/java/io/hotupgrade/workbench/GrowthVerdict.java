package io.hotupgrade.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Tells whether anything grows from generation to generation, or changes that must not.
 * The first generation, which was not started by an upgrade, is left out.
 */
final class GrowthVerdict {

	private static final int FEWEST = 2;

	private final List<ProcessFootprint> successors;

	private final List<String> complaints = new ArrayList<>();

	GrowthVerdict(List<ProcessFootprint> generations) {
		this.successors = generations.subList(Math.min(1, generations.size()), generations.size());
		if (this.successors.size() >= FEWEST) {
			// Allowances: what connections that happen to be open, pools and the digits
			// of a pid in the environment account for.
			check("open descriptors", ProcessFootprint::descriptors, 0.1, 10);
			check("threads", ProcessFootprint::threads, 0.1, 5);
			check("bytes of environment", ProcessFootprint::environmentBytes, 0, 16);
			check("kilobytes of resident memory", ProcessFootprint::residentKilobytes, 0.25, 0);
			checkCommand();
		}
	}

	private void check(String what, ToLongFunction<ProcessFootprint> number, double relative, long absolute) {
		int third = Math.max(1, this.successors.size() / 3);
		long early = mean(this.successors.subList(0, third), number);
		long late = mean(this.successors.subList(this.successors.size() - third, this.successors.size()), number);
		if (late > early * (1 + relative) + absolute) {
			this.complaints.add("%s grew from %d to %d".formatted(what, early, late));
		}
	}

	private static long mean(List<ProcessFootprint> generations, ToLongFunction<ProcessFootprint> number) {
		return Math.round(generations.stream().mapToLong(number).average().orElse(0));
	}

	private void checkCommand() {
		String first = this.successors.get(0).command();
		this.successors.stream()
			.map(ProcessFootprint::command)
			.filter((command) -> !command.equals(first))
			.findFirst()
			.ifPresent((other) -> this.complaints
				.add("the command line changed from '%s' to '%s'".formatted(first, other)));
	}

	/** What is wrong; empty if nothing is. */
	List<String> complaints() {
		return List.copyOf(this.complaints);
	}

}
