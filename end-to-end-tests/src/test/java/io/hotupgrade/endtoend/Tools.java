package io.hotupgrade.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * Programs of the system that do what Java cannot.
 */
final class Tools {

	private static final int SECONDS = 10;

	private Tools() {
	}

	static boolean isInstalled(String program) {
		return search(program).isPresent();
	}

	/**
	 * Where a program is that is installed.
	 * @param program its name
	 * @return its path
	 */
	static Path find(String program) {
		return search(program).orElseThrow(() -> new IllegalStateException(program + " is not installed"));
	}

	private static Optional<Path> search(String program) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	static void run(String... command) throws IOException, InterruptedException {
		if (!succeeds(command)) {
			throw new IllegalStateException(List.of(command) + " failed");
		}
	}

	/** Skips the test where it is not allowed. */
	static void runAsRoot(String... command) throws IOException, InterruptedException {
		Assumptions.assumeTrue(succeeds(command), () -> List.of(command) + " is not allowed here");
	}

	/** Skips the test where a program is missing. */
	static void assumeInstalled(String program, String debianPackage) throws IOException, InterruptedException {
		Assumptions.assumeTrue(succeeds("sh", "-c", "command -v " + program),
				() -> program + " is not installed (package " + debianPackage + ")");
	}

	private static boolean succeeds(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
	}

}
