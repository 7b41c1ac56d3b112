package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a JVM was started from.
 *
 * @param files its open files
 * @param started when it was started
 */
record RunningJar(OpenFiles files, Instant started) {

	/** What the kernel tells of the start may be off by more than a second. */
	private static final Duration INACCURACY = Duration.ofSeconds(10);

	static RunningJar ofThisProcess(OpenFiles files) {
		return new RunningJar(files, ProcessHandle.current().info().startInstant().orElse(Instant.MAX));
	}

	/**
	 * Looks whether a jar is the file that the JVM runs. One that has replaced it, under
	 * the same name or behind a link, is another.
	 * @param jar the path
	 * @return the path without links; empty if it is another file, or was written to
	 */
	Optional<Path> same(Path jar) {
		try {
			Path real = jar.toRealPath();
			boolean written = Files.getLastModifiedTime(real).toInstant().minus(INACCURACY).isAfter(this.started);
			return Optional.of(real).filter((path) -> !written && this.files.hasEarly(path));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
