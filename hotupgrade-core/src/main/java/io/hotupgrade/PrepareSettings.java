package io.hotupgrade;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the start of a successor is prepared.
 *
 * @param what what is done
 * @param directory where prepared starts are kept; by default {@code .hotupgrade} beside
 * the jar
 * @param timeout how long it may take, after which the successor is started from its jar
 * @param arguments arguments to add for the application while it is trained
 * @param kept how many prepared starts that nobody uses are kept at most
 * @param own whether an instance prepares the start of its own jar once it serves
 * @since 0.1.0
 */
public record PrepareSettings(LaunchPreparation what, Optional<Path> directory, Duration timeout,
		List<String> arguments, int kept, boolean own) {

	/** Nothing is prepared. */
	public static final PrepareSettings NONE = new PrepareSettings(LaunchPreparation.NEVER, Optional.empty(),
			Duration.ofMinutes(5), List.of(), 3, false);

	public PrepareSettings {
		arguments = List.copyOf(arguments);
	}

	/**
	 * Whether there is something to do before a launch.
	 * @return {@code false} if a successor is started from its jar
	 */
	public boolean isWanted() {
		return this.what != LaunchPreparation.NEVER;
	}

}
