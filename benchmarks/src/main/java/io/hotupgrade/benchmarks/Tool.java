package io.hotupgrade.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that is installed or not.
 *
 * @param name its name
 * @param packageName the Debian package that has it
 */
record Tool(String name, String packageName) {

	static final Tool NGINX = new Tool("nginx", "nginx-light");

	static final Tool HAPROXY = new Tool("haproxy", "haproxy");

	static final Tool PERL = new Tool("perl", "perl-base");

	/** Where servers are that are not on every user's path. */
	private static final List<String> SERVER_DIRECTORIES = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

	private static final int SECONDS = 120;

	/** Why what needs it cannot be measured. */
	Optional<String> obstacle() {
		return find().isPresent() ? Optional.empty()
				: Optional.of("not measured: there is no %s here (on Debian: apt-get install %s)".formatted(this.name,
						this.packageName));
	}

	/** Its file, which is named in full: nginx starts itself again by this name. */
	Path require() {
		return find().orElseThrow(() -> new IllegalStateException(obstacle().orElse("")));
	}

	/** What it says its version is. */
	String version() {
		return run(List.of(require().toString(), "-v")).lines().findFirst().orElse("unknown");
	}

	Optional<Path> find() {
		List<String> directories = new ArrayList<>();
		String path = System.getenv("PATH");
		if (path != null) {
			directories.addAll(Arrays.asList(path.split(File.pathSeparator)));
		}
		directories.addAll(SERVER_DIRECTORIES);
		return directories.stream()
			.map((directory) -> Path.of(directory, this.name))
			.filter(Path::isAbsolute)
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Runs a command that ends soon.
	 * @return all that it wrote
	 * @throws IllegalStateException if it failed
	 */
	static String run(List<String> command) {
		try {
			// A file, as what the command leaves running may inherit it and keep a pipe
			// open.
			Path output = Files.createTempFile("command-", ".log");
			try {
				return run(command, output);
			}
			finally {
				Files.deleteIfExists(output);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot run " + command + ": " + ex.getMessage(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while " + command + " ran", ex);
		}
	}

	private static String run(List<String> command, Path output) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectInput(Path.of("/dev/null").toFile())
			.redirectOutput(output.toFile())
			.start();
		boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
		String written = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
		if (!ended) {
			process.destroyForcibly();
			throw new IllegalStateException(command + " did not end within " + SECONDS + " s; it wrote:\n" + written);
		}
		if (process.exitValue() != 0) {
			throw new IllegalStateException(command + " ended with " + process.exitValue() + "; it wrote:\n" + written);
		}
		return written;
	}

}
