package io.hotupgrade.internal.process;

import java.util.Map;
import java.util.Optional;

/**
 * What a predecessor passes to the process that it launches, as environment variables.
 *
 * @param socket path of the predecessor's control socket
 * @param token what proves to the predecessor that it launched this process
 * @param upgrade the upgrade as the predecessor saw it at the launch, in the form that
 * the engine gives it; empty if the predecessor passed none
 */
public record HandOff(String socket, String token, String upgrade) {

	/** Name of the variable with {@link #socket()}. */
	public static final String SOCKET = "HOTUPGRADE_SOCKET";

	/** Name of the variable with {@link #token()}. */
	public static final String TOKEN = "HOTUPGRADE_TOKEN";

	/** Name of the variable with {@link #upgrade()}. */
	public static final String UPGRADE = "HOTUPGRADE_UPGRADE";

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
	 * @return what the predecessor passed; empty unless there are socket and token
	 */
	static Optional<HandOff> from(Map<String, String> environment) {
		String socket = environment.getOrDefault(SOCKET, "");
		String token = environment.getOrDefault(TOKEN, "");
		if (socket.isEmpty() || token.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new HandOff(socket, token, environment.getOrDefault(UPGRADE, "")));
	}

	/**
	 * What {@link #ofThisProcess()} reads in the process that is launched.
	 * @return the variables
	 */
	public Map<String, String> variables() {
		return Map.of(SOCKET, this.socket, TOKEN, this.token, UPGRADE, this.upgrade);
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
	 * Makes this process its predecessor's equal on the CPUs, and where memory runs out,
	 * if it was launched as less. Never throws.
	 */
	public static void restorePriority() {
		StartPriority.restoreThisProcess();
		OomScore.restoreThisProcess();
	}

	/**
	 * Leaves out the token, which is secret.
	 */
	@Override
	public String toString() {
		return "HandOff[socket=%s]".formatted(this.socket);
	}

}
