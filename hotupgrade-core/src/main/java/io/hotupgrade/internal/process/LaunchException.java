package io.hotupgrade.internal.process;

/**
 * Thrown when a successor's process cannot be started. The message tells why and what to
 * do, and quotes nothing from a command line but programs and jars.
 */
public class LaunchException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what happened and what to do
	 */
	public LaunchException(String message) {
		super(message);
	}

	LaunchException(String message, Throwable cause) {
		super(message, cause);
	}

}
