package io.hotupgrade;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How instances find and hear each other.
 *
 * @param directory where the control socket is made; empty for a directory of this user's
 * in the system's temporary directory
 * @param heartbeatTimeout how long a connected peer may be silent
 * @param takeover whether to take over from an instance that has not launched this one
 * @param application what tells instances of one application from those of another, or an
 * empty string
 * @since 0.1.0
 */
public record ControlSettings(Optional<Path> directory, Duration heartbeatTimeout, Takeover takeover,
		String application) {

	/** No takeover, and otherwise as without configuration. */
	public static final ControlSettings DEFAULTS = new ControlSettings(Optional.empty(), Duration.ofSeconds(10),
			Takeover.NEVER, "");

}
