package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A shell script that starts the JVM in some other way than usual, as an administrator
 * would, and is found where a {@code java} is expected.
 */
final class JavaScript {

	private static final String JAVA = "'%s'".formatted(Path.of(System.getProperty("java.home"), "bin", "java"));

	private JavaScript() {
	}

	/**
	 * Writes the script.
	 * @param directory an existing directory
	 * @param body what it does; {@code %s} stands for the real program
	 * @return what is to be taken for the directory of the Java
	 */
	static Path write(Path directory, String body) throws IOException {
		Path bin = Files.createDirectories(directory.resolve("script/bin"));
		Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\n" + body.formatted(JAVA) + "\n");
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
		return bin.getParent();
	}

}
