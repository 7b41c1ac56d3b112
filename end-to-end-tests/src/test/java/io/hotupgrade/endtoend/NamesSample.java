package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.hotupgrade.loadmeter.process.FreePort;
import io.hotupgrade.loadmeter.process.JavaLaunch;

/**
 * The packaged application with files, sessions and a registration: on Undertow where the
 * cell has Spring Boot 3.5, on Tomcat where it has 4.
 */
final class NamesSample {

	private static final String MODULE = (Sample.CELL.boot() == 3) ? "names-app" : "names-app-tomcat-boot4";

	private static final Path JAR = Sample.SOURCES.resolve(Path.of(MODULE, "target", MODULE + ".jar"));

	private NamesSample() {
	}

	/**
	 * A launch of the jar in a directory, with short time limits.
	 * @param directory an empty directory
	 * @return the launch
	 */
	static JavaLaunch in(Path directory) {
		Sample.hastenUpgrades(directory);
		return UnpackedJar.launch(JAR, directory)
			.withEnvironment("HOTUPGRADE_PROBATION", "500ms")
			.withEnvironment("HOTUPGRADE_WARMUP_PIPELINE_ENABLED", "false")
			.withEnvironment("HOTUPGRADE_DRAIN_IDLE_TIMEOUT", "500ms");
	}

	/**
	 * Puts the jar somewhere.
	 * @param target the place, where another may be
	 */
	static void putJar(Path target) {
		try {
			Files.copy(JAR, target, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot copy " + JAR + "; build it with ./mvnw package", ex);
		}
	}

	static int freePort() {
		return FreePort.find();
	}

	/**
	 * A script that starts the application as a child of its own, and waits for it.
	 * @param launch how to start the application
	 * @param port its port
	 * @return the script
	 */
	static Path script(JavaLaunch launch, int port) {
		List<String> command = launch.withArguments("--server.port=" + port).command();
		try {
			Path script = Files.writeString(launch.workDirectory().resolve("launch.sh"),
					"#!/bin/sh\n'" + String.join("' '", command) + "'\nexit $?\n");
			if (!script.toFile().setExecutable(true)) {
				throw new IOException(script + " cannot be made executable");
			}
			return script;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
