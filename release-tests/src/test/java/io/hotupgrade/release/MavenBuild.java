package io.hotupgrade.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A build by Maven in a directory of its own.
 */
final class MavenBuild {

	private static final Duration LIMIT = Duration.ofMinutes(8);

	/** What a clone does not have. */
	private static final Set<String> MADE = Set.of("target", ".git", ".idea");

	private final Path directory;

	private MavenBuild(Path directory) {
		this.directory = directory;
	}

	/**
	 * Copies sources, without what builds have made of them.
	 * @param sources the top of the source tree
	 * @param directory where to, which does not exist yet
	 * @return the build
	 */
	static MavenBuild ofCopy(Path sources, Path directory) throws IOException {
		Files.walkFileTree(sources, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
				if (!source.equals(sources) && MADE.contains(source.getFileName().toString())) {
					return FileVisitResult.SKIP_SUBTREE;
				}
				Files.createDirectories(directory.resolve(sources.relativize(source)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
				if (!MADE.contains(source.getFileName().toString())) {
					Files.copy(source, directory.resolve(sources.relativize(source)),
							StandardCopyOption.COPY_ATTRIBUTES);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		return new MavenBuild(directory);
	}

	/**
	 * Where it is.
	 * @return the directory
	 */
	Path directory() {
		return this.directory;
	}

	/**
	 * Runs it to its end.
	 * @param arguments Maven's arguments
	 * @throws IllegalStateException if it fails or takes too long, with what it has
	 * written
	 */
	void run(String... arguments) throws InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(PublishedModules.SOURCES.resolve("mvnw").toString(), "-B", "-ntp"));
		command.addAll(List.of(arguments));
		Path log = this.directory.resolveSibling(this.directory.getFileName() + ".log");
		try {
			ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile());
			// Where the Maven is that runs this test.
			builder.environment().keySet().removeAll(List.of("MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR"));
			Process process = builder.start();
			boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
			if (!ended) {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly();
			}
			if (!ended || process.exitValue() != 0) {
				throw new IllegalStateException("%s in %s %s:%n%s".formatted(command, this.directory,
						ended ? "has failed" : "took longer than " + LIMIT, Files.readString(log)));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
