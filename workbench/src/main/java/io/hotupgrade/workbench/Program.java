package io.hotupgrade.workbench;

import java.util.List;

/**
 * One of the workbench's programs.
 */
interface Program {

	/** Where the sample is, as seen from the top of the source tree. */
	Option JAR = new Option("jar", "sample-app/target/sample-app.jar", "the packaged sample application");

	String name();

	/** What it does, in a line. */
	String purpose();

	List<Option> options();

	/**
	 * Runs the program.
	 * @return the exit code
	 * @throws Exception if it could not be completed
	 */
	int run(Arguments arguments) throws Exception;

	/**
	 * What may be said on the command line.
	 *
	 * @param name the name, without dashes
	 * @param defaultValue what it is unless said
	 * @param meaning what it means
	 */
	record Option(String name, String defaultValue, String meaning) {

		@Override
		public String toString() {
			return "--%s=%s  %s".formatted(this.name, this.defaultValue, this.meaning);
		}

	}

}
