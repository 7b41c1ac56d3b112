package io.hotupgrade.internal.process;

import java.util.Map;
import java.util.Optional;

/**
 * What a predecessor passes to the process that it launches, as environment variables.
 * They are good for that process, and there for one application context: its children
 * inherit them, too, and are no successors, and neither is a context that is started
 * again in the same JVM.
 *
 * @param socket path of the predecessor's control socket
 * @param token what proves to the predecessor that it launched this process
 * @param upgrade the upgrade as the predecessor saw it at the launch, in the form that
 * the engine gives it; empty if the predecessor passed none
 * @param certain whether this is the process that was launched; if not, it is one behind
 * it, which is the successor only if nobody else has come with the token
 */
public record HandOff(String socket, String token, String upgrade, boolean certain) {

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

	/** A system property, as there may be several class loaders with this class. */
	private static final String TAKEN = "io.hotupgrade.hand-off-taken";

	/**
	 * Creates what is passed to a process that is about to be launched.
	 * @param socket see {@link #socket()}
	 * @param token see {@link #token()}
	 * @param upgrade see {@link #upgrade()}
	 */
	public HandOff(String socket, String token, String upgrade) {
		this(socket, token, upgrade, true);
	}

	/**
	 * Takes the variables of this process, which can be done once.
	 * @return what the predecessor passed; empty if there was none, or it was meant for
	 * another process, or was taken before
	 */
	public static Optional<HandOff> takeOfThisProcess() {
		return ofThisProcess()
			.filter((handOff) -> System.getProperties().putIfAbsent(TAKEN, Boolean.TRUE.toString()) == null);
	}

	/**
	 * Whether there is something to {@linkplain #takeOfThisProcess() take}.
	 * @return {@code false} if it was taken before, too
	 */
	public static boolean isPresent() {
		return System.getProperty(TAKEN) == null && ofThisProcess().isPresent();
	}

	/**
	 * Whether this process was launched by a predecessor, whatever was taken.
	 * @return {@code true} for each application context of a successor
	 */
	public static boolean isOfThisProcess() {
		return System.getProperty(TAKEN) != null || ofThisProcess().isPresent();
	}

	private static Optional<HandOff> ofThisProcess() {
		Map<String, String> environment = System.getenv();
		return from(environment).flatMap((handOff) -> {
			Addressee addressee = new Addressee(environment.getOrDefault(Addressee.VARIABLE, ""));
			return handOff.receivedBy(addressee.relationTo(ProcessHandle.current()));
		});
	}

	/**
	 * What of it holds for this process. One behind a JVM that cannot reach the
	 * predecessor is more likely a child of the successor than a successor whose
	 * predecessor has died, and must not remember that upgrade as its own.
	 */
	Optional<HandOff> receivedBy(Addressee.Relation relation) {
		return switch (relation) {
			case SAME -> Optional.of(this);
			case BEHIND_A_SCRIPT -> Optional.of(new HandOff(this.socket, this.token, this.upgrade, false));
			case BEHIND_A_JVM -> Optional.of(new HandOff(this.socket, this.token, "", false));
			case NONE -> Optional.empty();
		};
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
	 * What {@link #takeOfThisProcess()} reads in the process that is launched.
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
