package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.process.Cell;
import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.JavaProcess;
import io.hotupgrade.server.tests.InstalledJavas;
import org.junit.jupiter.api.Assumptions;

/**
 * The packaged sample application, and the Javas to run it with.
 */
final class Sample {

	/** The one that is tested where a test does not say which. */
	static final Cell CELL = Cell.of(System.getProperty("cell"));

	static final Path SOURCES = Path.of(System.getProperty("sources")).toAbsolutePath().normalize();

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private Sample() {
	}

	/**
	 * Skips the test where the server loses answers over HTTP/2 without an upgrade, and
	 * without the starter, too.
	 */
	static void assumeReliableHttp2() {
		Assumptions.assumeTrue(isHttp2Reliable(CELL), "WebFlux on Undertow loses answers over HTTP/2 by itself");
	}

	static boolean isHttp2Reliable(Cell cell) {
		return cell != Cell.UNDERTOW_WEBFLUX_BOOT3;
	}

	/** What the server calls the settings that tests need. */
	static ServerSettings settings() {
		return ServerSettings.of(CELL.server());
	}

	/**
	 * A launch of a copy of the jar, which may be replaced, in its own directory, with
	 * short time limits.
	 * @param directory an empty directory
	 * @return the launch
	 */
	static JavaLaunch in(Path directory) {
		return in(CELL, directory);
	}

	/**
	 * The same of a certain cell.
	 * @param cell the cell
	 * @param directory an empty directory
	 * @return the launch
	 */
	static JavaLaunch in(Cell cell, Path directory) {
		return withShortLimits(
				JavaLaunch.ofJar(copy(cell, directory))
					.withWorkDirectory(directory)
					.withEnvironment("HOTUPGRADE_CONTROL_DIRECTORY", directory.resolve("control").toString()),
				directory);
	}

	/**
	 * A launch with a JVM that starts fast rather than runs fast, of the jar as
	 * {@link UnpackedJar} keeps it, for tests in which time is spent on starts.
	 * @param directory an empty directory
	 * @return the launch
	 */
	static JavaLaunch quick(Path directory) {
		return quick(CELL, directory);
	}

	/**
	 * The same of a certain cell. To archive the classes of another one than the usual,
	 * which is started a few times, would cost more than it saves.
	 * @param cell the cell
	 * @param directory an empty directory
	 * @return the launch
	 */
	static JavaLaunch quick(Cell cell, Path directory) {
		return withShortLimits((cell == CELL) ? UnpackedJar.launch(jar(cell), directory)
				: UnpackedJar.quickly(UnpackedJar.jar(jar(cell)), directory), directory);
	}

	/**
	 * The same of a copy of the jar, for tests that replace it or count what it takes.
	 * @param directory an empty directory
	 * @return the launch
	 */
	static JavaLaunch quickCopy(Path directory) {
		return withShortLimits(UnpackedJar.quickly(copy(CELL, directory), directory), directory);
	}

	/**
	 * The same of a copy of the unpacked jar, for tests that replace it and have no need
	 * of one with everything in it, which starts at twice the cost.
	 * @param directory an empty directory
	 * @return the launch
	 */
	static JavaLaunch quickThinCopy(Path directory) {
		Path jar = directory.resolve("app.jar");
		putThinJar(jar);
		return withShortLimits(UnpackedJar.quickly(jar, directory), directory);
	}

	private static Path copy(Cell cell, Path directory) {
		Path jar = directory.resolve("app.jar");
		putJar(cell, jar);
		return jar;
	}

	private static JavaLaunch withShortLimits(JavaLaunch launch, Path directory) {
		hastenUpgrades(directory);
		return launch.withEnvironment("HOTUPGRADE_PROBATION", "500ms");
	}

	/**
	 * Where the kernel shares out connections by chance for as long as the successor is
	 * not as fast, no test could say when it has them all, and most would only wait. What
	 * a test configures counts more: it is in the other file.
	 * @param directory the working directory of the instances
	 */
	static void hastenUpgrades(Path directory) {
		write(directory, "application.yml", "hotupgrade.shift: instant", "hotupgrade.warm-up.pipeline.enabled: false");
	}

	/**
	 * The jar of a certain cell, which nobody may change.
	 * @param cell the cell
	 * @return the jar
	 */
	static Path jar(Cell cell) {
		return SOURCES.resolve(cell.jar());
	}

	/**
	 * Puts the jar somewhere, replacing what is there as a deployment has to: by rename.
	 * @param target the place
	 */
	static void putJar(Path target) {
		putJar(CELL, target);
	}

	/**
	 * The same with the jar of a certain cell.
	 * @param cell the cell
	 * @param target the place
	 */
	static void putJar(Cell cell, Path target) {
		put(jar(cell), target);
	}

	/**
	 * The same with the unpacked jar, beside a link to the directory of those that it
	 * takes.
	 * @param target the place
	 */
	static void putThinJar(Path target) {
		Path jar = UnpackedJar.jar(jar(CELL));
		put(jar, target);
		Path libraries = target.resolveSibling("lib");
		try {
			if (Files.notExists(libraries)) {
				Files.createSymbolicLink(libraries, jar.resolveSibling("lib"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void put(Path jar, Path target) {
		try {
			Path copy = Files.createTempFile(target.getParent(), "copy", ".part");
			Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
			Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot copy " + jar + "; build it with ./mvnw package", ex);
		}
	}

	/**
	 * Sets a property for instances that start from now on.
	 * @param directory their working directory
	 * @param lines what to write
	 */
	static void configure(Path directory, String... lines) {
		write(directory, "application.properties", lines);
	}

	private static void write(Path directory, String file, String... lines) {
		try {
			Path copy = Files.writeString(directory.resolve(file + ".part"), String.join("\n", lines));
			Files.move(copy, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until others can reach an instance, which is a moment after it is ready.
	 * @param directory the directory of its launch
	 * @param process its process
	 * @return its control socket
	 */
	static Path awaitControlSocket(Path directory, JavaProcess process) {
		Path socket = directory.resolve("control").resolve(process.pid() + ".sock");
		process.await("control socket", LIMIT, () -> Files.exists(socket));
		return socket;
	}

	/**
	 * One Java of each release that is installed, from 17 on.
	 * @return their directories
	 */
	static Stream<Path> javas() {
		return InstalledJavas.find().values().stream();
	}

	/**
	 * The newest Java that is installed.
	 * @return its directory
	 */
	static Path newestJava() {
		return InstalledJavas.find().lastEntry().getValue();
	}

}
