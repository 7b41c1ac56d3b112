package io.hotupgrade.benchmarks;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A way to bring a new version into service.
 *
 * @param name its name on the command line and in file names
 * @param title what it is, in a few words
 * @param tool what it needs besides Java
 * @param stages makes a new stage, not started yet, for each round
 */
record Contender(String name, String title, Optional<Tool> tool, Supplier<Stage> stages) {

	/**
	 * Why it cannot be measured on this machine.
	 * @return the reason, or nothing if it can
	 */
	Optional<String> obstacle() {
		return this.tool.flatMap(Tool::obstacle);
	}

}
