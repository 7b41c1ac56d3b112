package io.hotupgrade.internal.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.hotupgrade.RefusalReason;
import io.hotupgrade.UpgradeRefusedException;

/**
 * What speaks against a launch although the process could be started.
 *
 * @param self this process
 * @param configuredEnvironment variables that are set for the successor
 */
record LaunchObstacles(LocalProcess self, Map<String, String> configuredEnvironment) {

	/**
	 * Inits that end, and the container with them, as soon as the one process ends that
	 * they have started: see {@code src/tini.c} and {@code dumb-init.c}. Docker's
	 * {@code --init} is tini.
	 */
	private static final Set<String> ONE_CHILD_INITS = Set.of("tini", "tini-static", "docker-init", "podman-init",
			"catatonit", "dumb-init");

	private static final String REMEDY = " Make the container's first process one that outlives the instance it has "
			+ "started, such as a script that waits until no instance is left";

	void checkPlatform() {
		if (!self().isLinux()) {
			throw new UpgradeRefusedException(RefusalReason.UNSUPPORTED,
					"A hot upgrade needs Linux, and this is " + self().operatingSystem());
		}
	}

	void checkInit() {
		if (self().pid() == 1) {
			throw containerInit("This instance is process 1 of its container, which ends with it.");
		}
		String init = self().initName();
		if (self().parent() == 1 && ONE_CHILD_INITS.contains(init)) {
			throw containerInit(
					"This instance was started by %s, which ends the container together with it.".formatted(init));
		}
	}

	void checkSidePorts(JavaCommand command) {
		Map<String, String> environment = new HashMap<>(self().environment());
		environment.putAll(this.configuredEnvironment);
		List<String> arguments = new JvmOptionVariables(environment).around(command.jvmArguments());
		SidePort.find(arguments).ifPresent((found) -> {
			throw new UpgradeRefusedException(RefusalReason.FIXED_SIDE_PORT,
					("Two instances cannot both listen on port %s, as %s demands, on the command line or in "
							+ "JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS. Leave the port out or make it 0")
						.formatted(found.port(), found.option()));
		});
	}

	private static UpgradeRefusedException containerInit(String message) {
		return new UpgradeRefusedException(RefusalReason.CONTAINER_INIT, message + REMEDY);
	}

}
