package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A temporary directory in which a version of the sample is installed, as an installer
 * does it: by rename. A jar that is overwritten in place breaks the instance that runs
 * from it.
 */
public final class SampleDirectory implements AutoCloseable {

	private final TemporaryDirectory directory;

	private final Path source;

	private final List<String> properties;

	private SampleDirectory(TemporaryDirectory directory, Path source, List<String> properties) {
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
		return new SampleDirectory(TemporaryDirectory.create("sample-"), source, List.of(properties));
	}

	/**
	 * Installs a version, which the next process started here is.
	 * @param version what it calls itself
	 * @throws IOException if it could not be written
	 */
	public void install(String version) throws IOException {
		configure("sample.version=" + version);
		this.directory.replace("app.jar", (file) -> Files.copy(this.source, file, StandardCopyOption.REPLACE_EXISTING));
	}

	/**
	 * Adds lines to the configuration of the next process, in place of those before.
	 * @param more the lines
	 * @throws IOException if they could not be written
	 */
	public void configure(String... more) throws IOException {
		List<String> lines = Stream.concat(Stream.of(more), this.properties.stream()).toList();
		this.directory.replace("application.properties", (file) -> Files.write(file, lines));
	}

	/**
	 * Installs what an interrupted copy leaves: the first half of the jar.
	 * @throws IOException if it could not be written
	 */
	public void truncateJar() throws IOException {
		byte[] all = Files.readAllBytes(this.source);
		this.directory.replace("app.jar", (file) -> Files.write(file, Arrays.copyOf(all, all.length / 2)));
	}

	/**
	 * How to start the installed version.
	 * @return the launch
	 */
	public JavaLaunch launch() {
		// Small, as several of them share a machine with the load.
		return new JavaLaunch(this.directory.resolve("app.jar"), Path.of(System.getProperty("java.home")),
				List.of("-Xmx160m", "-XX:+UseSerialGC"), List.of(), Map.of(), this.directory.path());
	}

	@Override
	public void close() {
		this.directory.close();
	}

}
