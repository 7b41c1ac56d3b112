package io.hotupgrade.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory to which a release was deployed, in the layout of Maven repositories.
 *
 * @param directory its top
 * @param version the release
 */
record StagedRepository(Path directory, String version) {

	private static final String GROUP = "io/hotupgrade";

	/** Has the time at which it was written. */
	private static final String METADATA = "maven-metadata.xml";

	/**
	 * Has this release made.
	 * @param build the build, of a copy of the sources
	 * @param more further arguments for Maven
	 */
	void fill(MavenBuild build, String... more) throws InterruptedException {
		List<String> arguments = new ArrayList<>(
				List.of("-T2", "-Prelease", "-Drevision=" + this.version, "-Dmaven.test.skip", "-Dmaven.install.skip",
						"-DaltDeploymentRepository=staged::" + this.directory.toUri(), "-pl",
						"hotupgrade-bom,hotupgrade-starter,hotupgrade-command", "-am", "deploy"));
		arguments.addAll(List.of(more));
		// What the build that runs this test has looked at.
		arguments.addAll(List.of("-Denforcer.skip", "-Dspring-javaformat.validate.skip"));
		build.run(arguments.toArray(String[]::new));
	}

	/**
	 * The modules that are in it.
	 * @return their names, sorted
	 */
	List<String> modules() {
		try (Stream<Path> modules = Files.list(this.directory.resolve(GROUP))) {
			return modules.map((module) -> module.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What there is of a module, without checksums.
	 * @param module its name
	 * @return what follows the module's name and version in the names of its files,
	 * sorted
	 */
	List<String> files(String module) {
		String prefix = module + "-" + this.version;
		try (Stream<Path> files = Files.list(directory(module))) {
			return files.map((file) -> file.getFileName().toString())
				.filter((file) -> !file.endsWith(".md5") && !file.endsWith(".sha1"))
				.map((file) -> file.startsWith(prefix) ? file.substring(prefix.length()) : file)
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A file of a module.
	 * @param module its name
	 * @param end what follows the module's name and version in the name of the file
	 * @return its path
	 */
	Path file(String module, String end) {
		return directory(module).resolve(module + "-" + this.version + end);
	}

	private Path directory(String module) {
		return this.directory.resolve(GROUP).resolve(module).resolve(this.version);
	}

	/**
	 * The bytes of all files but those that say when they were written.
	 * @return SHA-256 by path
	 */
	SortedMap<String, String> digests() throws IOException {
		SortedMap<String, String> digests = new TreeMap<>();
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.filter(Files::isRegularFile)
				.filter((file) -> !file.getFileName().toString().startsWith(METADATA))
				.forEach((file) -> digests.put(this.directory.relativize(file).toString(), digest(file)));
		}
		return digests;
	}

	private static String digest(Path file) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
