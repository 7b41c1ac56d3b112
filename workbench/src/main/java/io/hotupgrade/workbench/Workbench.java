package io.hotupgrade.workbench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

import io.hotupgrade.loadmeter.program.Arguments;

/**
 * Starts one of the programs. The exit code is 0 when all went well, 1 when something was
 * lost or failed, and 2 when the command line is wrong.
 */
public final class Workbench {

	private static final int FAILED = 1;

	private static final int WRONG_USAGE = 2;

	private static final List<Program> PROGRAMS = List.of(new Demo(), new Soak(), new Chaos(), new OverheadBenchmark(),
			new StartCost(), new MemoryCost(), new SessionMove());

	private Workbench() {
	}

	/**
	 * Runs a program and ends the JVM.
	 * @param args the program's name and its arguments
	 */
	public static void main(String[] args) {
		System.exit(run(args));
	}

	static int run(String... args) {
		if (Arrays.asList(args).contains("--help")) {
			printUsage(System.out);
			return 0;
		}
		Program program = (args.length > 0) ? find(args[0]) : null;
		if (program == null) {
			printUsage(System.err);
			return WRONG_USAGE;
		}
		try {
			return program.run(new Arguments(List.of(args).subList(1, args.length), program.options()));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			return WRONG_USAGE;
		}
		catch (Exception ex) {
			System.err.println(program.name() + " failed: " + ex.getMessage());
			return FAILED;
		}
	}

	private static Program find(String name) {
		return PROGRAMS.stream().filter((program) -> program.name().equals(name)).findFirst().orElse(null);
	}

	private static void printUsage(PrintStream output) {
		output.println("Usage: java -jar workbench.jar PROGRAM [--OPTION=VALUE ...]");
		for (Program program : PROGRAMS) {
			output.printf("%n%s: %s%n", program.name(), program.purpose());
			program.options().forEach((option) -> output.println("  " + option));
		}
	}

}
