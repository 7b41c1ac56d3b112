package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A temporary directory in which a version of the sample is installed, as an installer
 * does it: by rename. A jar that is overwritten in place breaks the instance that runs
 * from it.
 */
public final class SampleDirectory implements AutoCloseable {

	private final Path directory;

	private final Path source;

	private final List<String> properties;

	private SampleDirectory(Path directory, Path source, List<String> properties) {
		this.directory = directory;
		this.source = source;
		this.properties = properties;
	}

	/**
	 * Makes a directory.
	 * @param source the jar that is installed as every version
	 * @param properties lines of the application's configuration
	 * @return the directory, empty so far, to be closed
	 * @throws IOException if it could not be made
	 */
	public static SampleDirectory create(Path source, String... properties) throws IOException {
		return new SampleDirectory(Files.createTempDirectory("sample-"), source, List.of(properties));
	}

	/**
	 * Installs a version, which the next process started here is.
	 * @param version what it calls itself
	 * @throws IOException if it could not be written
	 */
	public void install(String version) throws IOException {
		configure("sample.version=" + version);
		Path newJar = this.directory.resolve("app.jar.new");
		Files.copy(this.source, newJar, StandardCopyOption.REPLACE_EXISTING);
		move(newJar, "app.jar");
	}

	/**
	 * Adds lines to the configuration of the next process, in place of those before.
	 * @param more the lines
	 * @throws IOException if they could not be written
	 */
	public void configure(String... more) throws IOException {
		List<String> lines = Stream.concat(Stream.of(more), this.properties.stream()).toList();
		Path newProperties = Files.write(this.directory.resolve("application.properties.new"), lines);
		move(newProperties, "application.properties");
	}

	/**
	 * Installs what an interrupted copy leaves: the first half of the jar.
	 * @throws IOException if it could not be written
	 */
	public void truncateJar() throws IOException {
		byte[] all = Files.readAllBytes(this.source);
		Path half = Files.write(this.directory.resolve("app.jar.new"), Arrays.copyOf(all, all.length / 2));
		move(half, "app.jar");
	}

	private void move(Path file, String name) throws IOException {
		Files.move(file, this.directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * How to start the installed version.
	 * @return the launch
	 */
	public JavaLaunch launch() {
		// Small, as several of them share a machine with the load.
		return new JavaLaunch(this.directory.resolve("app.jar"), Path.of(System.getProperty("java.home")),
				List.of("-Xmx160m", "-XX:+UseSerialGC"), List.of(), Map.of(), this.directory);
	}

	@Override
	public void close() {
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.sorted(Comparator.reverseOrder()).forEach(SampleDirectory::delete);
		}
		catch (IOException | UncheckedIOException ex) {
			System.err.println("Not completely removed: " + this.directory + ": " + ex);
		}
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
