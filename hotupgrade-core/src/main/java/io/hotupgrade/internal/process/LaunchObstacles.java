package io.hotupgrade.internal.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * What speaks against a launch although the process could be started.
 *
 * @param self this process
 * @param configuredEnvironment variables that are set for the successor
 */
record LaunchObstacles(LocalProcess self, Map<String, String> configuredEnvironment) {

	void checkPlatform() {
		if (!self().isLinux()) {
			throw new UpgradeRefusedException(RefusalReason.UNSUPPORTED, self().operatingSystem(),
					"A hot upgrade needs Linux, and this is " + self().operatingSystem());
		}
	}

	void checkSidePorts(JavaCommand command) {
		Map<String, String> environment = new HashMap<>(self().environment());
		environment.putAll(this.configuredEnvironment);
		List<String> arguments = new JvmOptionVariables(environment).around(command.jvmArguments());
		SidePort.find(arguments).ifPresent((found) -> {
			throw new UpgradeRefusedException(RefusalReason.FIXED_SIDE_PORT, found.port(),
					("Two instances cannot both listen on port %s, as %s demands, on the command line or in "
							+ "JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS")
						.formatted(found.port(), found.option()),
					"Leave the port out or make it 0");
		});
	}

}
