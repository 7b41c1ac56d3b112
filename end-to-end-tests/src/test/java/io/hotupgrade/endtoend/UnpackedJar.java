package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.process.JavaLaunch;
import io.hotupgrade.loadmeter.process.SampleInstance;
import io.hotupgrade.loadmeter.process.TemporaryDirectory;

/**
 * A packaged application in the layout that Spring Boot recommends for production:
 * unpacked by its own tools, with an archive of its classes. Its JVM starts at less than
 * half of the cost, so it is made once for all tests that mostly start JVMs.
 */
final class UnpackedJar {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private static final Path ALL = Path.of("target", "unpacked").toAbsolutePath();

	private static final Map<Path, UnpackedJar> unpacked = new ConcurrentHashMap<>();

	/** Options of a JVM that starts fast rather than runs fast. */
	static final List<String> FAST_TO_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			// Another Java cannot use the archive, starts without it, and would say so.
			"-Xlog:cds=off,cds+dynamic=off");

	private final Path jar;

	private final Path archive;

	private boolean archived;

	private UnpackedJar(Path directory, String name) {
		this.jar = directory.resolve(name);
		this.archive = directory.resolve("classes.jsa");
	}

	/**
	 * A launch with a JVM that starts fast rather than runs fast, with an archive of the
	 * classes.
	 * @param packaged the jar with everything in it
	 * @param directory the working directory
	 * @return the launch
	 */
	static JavaLaunch launch(Path packaged, Path directory) {
		UnpackedJar jar = of(packaged);
		return quickly(jar.jar, directory).withJvmArguments("-XX:SharedArchiveFile=" + jar.archive());
	}

	/**
	 * The jar that is started, beside the directory of those that it takes.
	 * @param packaged the jar with everything in it
	 * @return the jar
	 */
	static Path jar(Path packaged) {
		return of(packaged).jar;
	}

	private static UnpackedJar of(Path packaged) {
		return unpacked.computeIfAbsent(packaged, UnpackedJar::unpack);
	}

	/**
	 * The same of any jar.
	 * @param jar the jar
	 * @param directory the working directory
	 * @return the launch
	 */
	static JavaLaunch quickly(Path jar, Path directory) {
		return JavaLaunch.ofJar(jar)
			.withWorkDirectory(directory)
			.withJvmArguments(FAST_TO_START.toArray(String[]::new))
			.withEnvironment("HOTUPGRADE_CONTROL_DIRECTORY", directory.resolve("control").toString());
	}

	private static UnpackedJar unpack(Path packaged) {
		String name = packaged.getFileName().toString();
		Path directory = ALL.resolve(name.replace(".jar", ""));
		try {
			delete(directory);
			Files.createDirectories(ALL);
			CommandResult
				.of(LIMIT, Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Djarmode=tools",
						"-jar", packaged.toString(), "extract", "--destination", directory.toString())
				.orFail();
			return new UnpackedJar(directory, name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot unpack " + packaged + "; build it with ./mvnw package", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while " + packaged + " was unpacked", ex);
		}
	}

	private synchronized Path archive() {
		if (!this.archived) {
			// The name of a control socket must not be long.
			try (TemporaryDirectory work = TemporaryDirectory.create("unpacked-")) {
				archiveClasses(work.path());
			}
			catch (IOException ex) {
				throw new UncheckedIOException("No archive of the classes of " + this.jar + " can be made", ex);
			}
			this.archived = true;
		}
		return this.archive;
	}

	/** Those that it takes to start and to answer; they are written when the JVM ends. */
	private void archiveClasses(Path directory) throws IOException {
		JavaLaunch launch = quickly(this.jar, directory).withJvmArguments("-XX:ArchiveClassesAtExit=" + this.archive);
		try (SampleInstance sample = SampleInstance.start(launch, LIMIT)) {
			sample.endpoint().status();
			// What opens it is most of what is loaded last.
			Sample.awaitControlSocket(directory, sample.first());
			sample.first().terminate();
			if (!sample.first().awaitExit(LIMIT) || !Files.exists(this.archive)) {
				throw new IllegalStateException(
						"No archive of classes was made:\n" + String.join("\n", sample.first().lastOutput()));
			}
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.isDirectory(directory)) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}

}
