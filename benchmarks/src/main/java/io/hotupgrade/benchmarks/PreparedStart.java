package io.hotupgrade.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.loadmeter.process.JavaLaunch;

/**
 * What a pipeline does where a release is built: the starter's own command, out of the
 * application's jar, which leaves the prepared start where an upgrade finds it.
 */
final class PreparedStart {

	private static final String COMMAND = "io.hotupgrade.prepare.PrepareCommand";

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	private PreparedStart() {
	}

	/**
	 * Prepares a start.
	 * @param launch how the application is started, with all arguments
	 * @throws IllegalStateException if that failed
	 */
	static void of(JavaLaunch launch) {
		List<String> command = new ArrayList<>(List.of(launch.java().toString(), "-cp", launch.jar().toString(),
				"-Dloader.main=" + COMMAND, LAUNCHER));
		command.addAll(launch.command());
		Tool.run(command);
	}

}
