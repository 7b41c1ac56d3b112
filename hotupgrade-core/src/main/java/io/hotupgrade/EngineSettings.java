package io.hotupgrade;

import java.time.Duration;

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
 * @param control how instances find and hear each other
 * @param steering whether to steer new connections where the kernel can
 * @param shift how new connections are moved, and watched while they are
 * @param historySize how many ended upgrades are remembered
 * @param supervisorCheck whether an upgrade is refused where the parent of this process
 * would end the successor
 * @since 0.1.0
 */
public record EngineSettings(String version, Duration launchTimeout, Duration terminationTimeout, Duration probation,
		DrainSettings drain, LaunchSettings launch, ControlSettings control, boolean steering, ShiftSettings shift,
		int historySize, boolean supervisorCheck) {

}
