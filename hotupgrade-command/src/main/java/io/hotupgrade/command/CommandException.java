package io.hotupgrade.command;

/**
 * Ends the command with a message and an exit code.
 */
final class CommandException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ExitCode exitCode;

	/**
	 * Creates it.
	 * @param exitCode how the command ends
	 * @param message what has happened and what to do
	 */
	CommandException(ExitCode exitCode, String message) {
		super(message);
		this.exitCode = exitCode;
	}

	ExitCode exitCode() {
		return this.exitCode;
	}

}
