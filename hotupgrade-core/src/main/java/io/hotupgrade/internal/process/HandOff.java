package io.hotupgrade.internal.process;

import java.util.Map;
import java.util.Optional;

/**
 * What a predecessor passes to the process that it launches, as environment variables.
 *
 * @param socket path of the predecessor's control socket
 * @param token what proves to the predecessor that it launched this process
 */
public record HandOff(String socket, String token) {

	/** Name of the variable with {@link #socket()}. */
	public static final String SOCKET = "HOTUPGRADE_SOCKET";

	/** Name of the variable with {@link #token()}. */
	public static final String TOKEN = "HOTUPGRADE_TOKEN";

	/**
	 * Name of the variable with the path of the file that stands in for standard output
	 * and error while the process starts; set by the launcher.
	 */
	static final String OUTPUT = "HOTUPGRADE_OUTPUT";

	/**
	 * Reads the variables of this process.
	 * @return what the predecessor passed, or empty if there was none
	 */
	public static Optional<HandOff> ofThisProcess() {
		return from(System.getenv());
	}

	/**
	 * Reads the variables from an environment.
	 * @param environment the environment
	 * @return what the predecessor passed; empty unless all of it is there
	 */
	static Optional<HandOff> from(Map<String, String> environment) {
		String socket = environment.getOrDefault(SOCKET, "");
		String token = environment.getOrDefault(TOKEN, "");
		return (socket.isEmpty() || token.isEmpty()) ? Optional.empty() : Optional.of(new HandOff(socket, token));
	}

	/**
	 * Ends the capture of this process's output: from now on it goes where the
	 * predecessor's goes. Does nothing in a process without a predecessor, or when called
	 * again. Never throws.
	 */
	public static void restoreOutput() {
		InheritedOutput.restore(System.getenv());
	}

	/**
	 * Leaves out the token, which is secret.
	 */
	@Override
	public String toString() {
		return "HandOff[socket=%s]".formatted(this.socket);
	}

}
