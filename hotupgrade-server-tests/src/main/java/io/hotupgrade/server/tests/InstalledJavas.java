package io.hotupgrade.server.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The Javas that are installed beside the one that runs the tests.
 *
 * @since 0.1.0
 */
public final class InstalledJavas {

	private static final int OLDEST = 17;

	private InstalledJavas() {
	}

	/**
	 * Finds one Java of each release, from 17 on.
	 * @return their directories by release
	 */
	public static NavigableMap<Integer, Path> find() {
		NavigableMap<Integer, Path> javas = new TreeMap<>();
		Path own = Path.of(System.getProperty("java.home"));
		try (Stream<Path> installed = Files.isDirectory(own.getParent()) ? Files.list(own.getParent())
				: Stream.empty()) {
			installed.filter((home) -> Files.isExecutable(home.resolve("bin/java")))
				.forEach((home) -> javas.putIfAbsent(release(home), home));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		javas.put(Runtime.version().feature(), own);
		return javas.tailMap(OLDEST, true);
	}

	private static int release(Path home) {
		try (Stream<String> lines = Files.lines(home.resolve("release"))) {
			return lines.filter((line) -> line.startsWith("JAVA_VERSION="))
				.map((line) -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
				.mapToInt(Integer::parseInt)
				.findFirst()
				.orElse(0);
		}
		catch (IOException | NumberFormatException ex) {
			return 0;
		}
	}

}
