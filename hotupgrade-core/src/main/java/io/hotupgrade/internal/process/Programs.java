package io.hotupgrade.internal.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds programs as a shell does.
 *
 * @param searchPath directories with a colon in between, as in the variable PATH
 * @param directory the working directory
 */
record Programs(String searchPath, Path directory) {

	/**
	 * Finds a program.
	 * @param name a path, or a name on the search path
	 * @return the path to start it by, or empty if there is no such program
	 */
	Optional<String> find(String name) {
		if (name.contains("/")) {
			return Optional.of(name).filter(this::isProgram);
		}
		return Stream.of(this.searchPath.split(":"))
			.filter((entry) -> entry.startsWith("/"))
			.map((entry) -> entry + "/" + name)
			.filter(this::isProgram)
			.findFirst();
	}

	private boolean isProgram(String path) {
		try {
			Path file = this.directory.resolve(path);
			return Files.isRegularFile(file) && Files.isExecutable(file);
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

}
