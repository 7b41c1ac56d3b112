package io.hotupgrade.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The modules of this project that a release consists of, which are those whose POM says
 * so.
 */
final class PublishedModules {

	/** The top of the source tree. */
	static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();

	private static final String PUBLISHED = "<maven.deploy.skip>false</maven.deploy.skip>";

	private static final String WITHOUT_JAR = "<packaging>pom</packaging>";

	private PublishedModules() {
	}

	/**
	 * Their names, which are also those of their directories.
	 * @return the names, sorted
	 */
	static List<String> names() {
		try (Stream<Path> modules = Files.list(SOURCES)) {
			return modules.filter((module) -> Files.exists(module.resolve("pom.xml")))
				.filter((module) -> pom(module).contains(PUBLISHED))
				.map((module) -> module.getFileName().toString())
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Those that have a jar.
	 * @return the names, sorted
	 */
	static List<String> withJar() {
		return names().stream().filter((name) -> !pom(SOURCES.resolve(name)).contains(WITHOUT_JAR)).toList();
	}

	/**
	 * Those that have classes.
	 * @return the names, sorted
	 */
	static List<String> withClasses() {
		return withJar().stream()
			.filter((name) -> Files.isDirectory(SOURCES.resolve(name).resolve("src/main/java")))
			.toList();
	}

	private static String pom(Path module) {
		try {
			return Files.readString(module.resolve("pom.xml"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
