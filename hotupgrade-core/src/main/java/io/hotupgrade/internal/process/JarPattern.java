package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Path of a jar, or a glob pattern, whose directories may have wildcards too. Wildcards
 * do not cross directories and, as in a shell, leave out names that begin with a dot, as
 * those of half-copied files often do.
 *
 * @param pattern the pattern, as {@link java.nio.file.FileSystem#getPathMatcher} knows it
 * @param directory the working directory
 */
record JarPattern(String pattern, Path directory) {

	static boolean hasWildcard(String text) {
		return text.chars().anyMatch((character) -> "*?[{".indexOf(character) >= 0);
	}

	/**
	 * Finds the file that was modified last; of several such, the one whose path comes
	 * last in alphabetical order. Symbolic links stay in its path.
	 * @return the path, relative if the pattern is; empty if no file matches
	 * @throws InvalidPathException if the pattern is none
	 * @throws PatternSyntaxException if the pattern is none
	 */
	Optional<Path> newest() {
		Path path = Path.of(this.pattern);
		if (Files.exists(absolute(path))) {
			return Optional.of(path);
		}
		Stream<Path> found = Stream.of(path.isAbsolute() ? path.getRoot() : Path.of(""));
		for (Path segment : path) {
			found = found.flatMap((parent) -> children(parent, segment.toString()));
		}
		return found.filter((candidate) -> Files.isRegularFile(absolute(candidate)))
			.max(Comparator.comparingLong(this::modified).thenComparing(Comparator.naturalOrder()));
	}

	private Stream<Path> children(Path parent, String segment) {
		if (!hasWildcard(segment)) {
			return Stream.of(parent.resolve(segment));
		}
		PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + segment);
		return names(absolute(parent)).filter(matcher::matches)
			.filter((name) -> segment.startsWith(".") || !name.toString().startsWith("."))
			.map(parent::resolve);
	}

	private static Stream<Path> names(Path parent) {
		try (Stream<Path> entries = Files.list(parent)) {
			return entries.map(Path::getFileName).toList().stream();
		}
		catch (IOException ex) {
			return Stream.empty();
		}
	}

	private long modified(Path candidate) {
		return absolute(candidate).toFile().lastModified();
	}

	private Path absolute(Path path) {
		return this.directory.resolve(path);
	}

}
