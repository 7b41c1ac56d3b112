package io.hotupgrade.command;

import java.io.PrintWriter;

import picocli.CommandLine;

/**
 * The program.
 *
 * @since 0.1.0
 */
public final class Main {

	private Main() {
	}

	/**
	 * Runs the command and exits.
	 * @param arguments its command line
	 */
	public static void main(String[] arguments) {
		System.exit(commandLine().execute(arguments));
	}

	static CommandLine commandLine() {
		return new CommandLine(new HotUpgradeCommand()).setCaseInsensitiveEnumValuesAllowed(true)
			.setExecutionExceptionHandler((failure, command, parsed) -> tell(failure, command));
	}

	private static int tell(Exception failure, CommandLine command) {
		ExitCode code = (failure instanceof CommandException known) ? known.exitCode() : ExitCode.FAILED;
		String message = (failure instanceof CommandException) ? failure.getMessage() : "Internal error: " + failure;
		PrintWriter err = command.getErr();
		err.println("hotupgrade: " + message);
		err.flush();
		return code.number();
	}

}
