package io.hotupgrade.benchmarks;

import java.util.Optional;

/**
 * A way to bring a new version into service.
 *
 * @param name its name on the command line and in file names
 * @param title what it is, in a few words
 * @param tool what it needs besides Java
 * @param starter starts the old version
 */
record Contender(String name, String title, Optional<Tool> tool, Starter starter) {

	/**
	 * Why it cannot be measured on this machine.
	 * @return the reason, or nothing if it can
	 */
	Optional<String> obstacle() {
		return this.tool.flatMap(Tool::obstacle);
	}

	/**
	 * Starts the old version.
	 */
	@FunctionalInterface
	interface Starter {

		/**
		 * Starts it and waits until it serves.
		 * @return what serves, to be closed
		 */
		Stage start() throws Exception;

	}

}
