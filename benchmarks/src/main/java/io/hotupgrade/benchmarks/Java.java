package io.hotupgrade.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Java that is installed.
 *
 * @param home its directory
 * @param release its release, such as 17
 */
record Java(Path home, int release) {

	private static final String VERSION = "JAVA_VERSION=\"";

	/** The one that runs this program. */
	static Java running() {
		return new Java(Path.of(System.getProperty("java.home")), Runtime.version().feature());
	}

	/**
	 * The one in a directory.
	 * @param home the directory
	 * @throws IllegalArgumentException if there is none
	 */
	static Java in(Path home) {
		try {
			return Files.readAllLines(home.resolve("release"))
				.stream()
				.filter((line) -> line.startsWith(VERSION))
				.map((line) -> Runtime.Version.parse(line.substring(VERSION.length(), line.lastIndexOf('"'))).feature())
				.map((release) -> new Java(home, release))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException(home + " does not say which Java it has"));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("There is no Java in " + home + ": " + ex.getMessage(), ex);
		}
	}

}
