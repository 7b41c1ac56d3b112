package io.hotupgrade.workbench;

import java.util.List;

import io.hotupgrade.loadmeter.program.Arguments;
import io.hotupgrade.loadmeter.program.Option;

/**
 * One of the workbench's programs.
 */
interface Program {

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

}
