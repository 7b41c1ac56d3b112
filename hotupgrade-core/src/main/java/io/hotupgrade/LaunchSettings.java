package io.hotupgrade;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a successor is launched. Everything is optional: by default it is started with this
 * instance's own command line.
 *
 * @param jar path or glob pattern of the jar to launch in place of the one on the command
 * line; of several matches the newest is taken
 * @param command the whole command in place of this instance's own
 * @param jvmArguments arguments to add before the main class or {@code -jar}
 * @param applicationArguments arguments to add at the end
 * @param environment variables to set, beside those inherited
 * @param requestableJars glob patterns of the jars that a request may name; a request
 * that names another one, or any while this is empty, is refused
 * @param priority who goes first on a CPU while the successor starts
 * @param directory the working directory; by default this instance's, by the way in which
 * it was started there
 * @param memory bytes that a successor is expected to need; by default as many as this
 * instance has resident, and 0 for as many as there are
 * @param prepare what is done before the launch, for the successor to start faster
 * @since 0.1.0
 */
public record LaunchSettings(Optional<String> jar, List<String> command, List<String> jvmArguments,
		List<String> applicationArguments, Map<String, String> environment, List<String> requestableJars,
		LaunchPriority priority, Optional<Path> directory, Optional<Long> memory, PrepareSettings prepare) {

	/** This instance's own command, unchanged. */
	public static final LaunchSettings OWN_COMMAND = new LaunchSettings(Optional.empty(), List.of(), List.of(),
			List.of(), Map.of(), List.of(), LaunchPriority.LOW, Optional.empty(), Optional.empty(),
			PrepareSettings.NONE);

	public LaunchSettings {
		command = List.copyOf(command);
		jvmArguments = List.copyOf(jvmArguments);
		applicationArguments = List.copyOf(applicationArguments);
		environment = Map.copyOf(environment);
		requestableJars = List.copyOf(requestableJars);
	}

}
