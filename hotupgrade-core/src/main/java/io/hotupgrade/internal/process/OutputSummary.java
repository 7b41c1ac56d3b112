package io.hotupgrade.internal.process;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds in the last output of a process that has ended by itself the line that says most
 * of why.
 */
final class OutputSummary {

	/** So begins what Spring Boot explains of a failed start. */
	private static final String DESCRIPTION = "Description:";

	private static final String CAUSE = "Caused by: ";

	private static final int MAX_LENGTH = 300;

	private OutputSummary() {
	}

	/**
	 * Finds the line.
	 * @param lines see {@link SuccessorProcess#lastOutput()}
	 * @return an explanation, the innermost cause or the last failure; empty if there is
	 * none of them
	 */
	static Optional<String> of(List<String> lines) {
		return description(lines).or(() -> last(lines, (line) -> line.startsWith(CAUSE)))
			.or(() -> last(lines, (line) -> OutputLine.of(line) == OutputLine.FAILURE))
			.map((line) -> line.startsWith(CAUSE) ? line.substring(CAUSE.length()) : line)
			.map(String::strip)
			.map((line) -> (line.length() <= MAX_LENGTH) ? line : line.substring(0, MAX_LENGTH) + "...");
	}

	private static Optional<String> description(List<String> lines) {
		int heading = lines.lastIndexOf(DESCRIPTION);
		return (heading < 0) ? Optional.empty()
				: lines.subList(heading + 1, lines.size()).stream().filter((line) -> !line.isBlank()).findFirst();
	}

	private static Optional<String> last(List<String> lines, Predicate<String> wanted) {
		return lines.stream().filter(wanted).reduce((first, second) -> second);
	}

}
