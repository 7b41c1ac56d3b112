package io.hotupgrade;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the engine has to know; immutable and already validated.
 *
 * @param version the application's version, or an empty string
 * @param launchTimeout from the launch until the successor must be ready
 * @param terminationTimeout between asking a failed successor to stop and killing it
 * @param probation how long after commit the predecessor stays ready to take new
 * connections back
 * @param drain the time limits of a drain
 * @param launch how the successor is launched
 * @param controlDirectory where the control socket is made; empty for a directory of this
 * user's in the system's temporary directory
 * @param steering whether to steer new connections where the kernel can
 * @param historySize how many ended upgrades are remembered
 */
public record EngineSettings(String version, Duration launchTimeout, Duration terminationTimeout, Duration probation,
		DrainSettings drain, LaunchSettings launch, Optional<Path> controlDirectory, boolean steering,
		int historySize) {

}
