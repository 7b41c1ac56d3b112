package io.hotupgrade.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a command has answered.
 *
 * @param command the command
 * @param exitCode its exit code
 * @param output its output, standard error included
 */
record CommandResult(List<String> command, int exitCode, String output) {

	private static final int LAST_LINES = 20;

	/**
	 * Runs a command to its end.
	 * @param limit how long that may take
	 * @param command the command
	 * @return its result
	 * @throws IllegalStateException if it takes longer
	 */
	static CommandResult of(Duration limit, String... command) throws IOException, InterruptedException {
		Path file = Files.createTempFile("command-", ".out");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectInput(Path.of("/dev/null").toFile())
				.redirectOutput(file.toFile())
				.start();
			if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly();
				throw new IllegalStateException(
						List.of(command) + " did not end within " + limit + ":\n" + Files.readString(file));
			}
			return new CommandResult(List.of(command), process.exitValue(), Files.readString(file).strip());
		}
		finally {
			Files.delete(file);
		}
	}

	/**
	 * The output of a command that has to succeed.
	 * @return its output
	 * @throws IllegalStateException if it has failed
	 */
	String orFail() {
		if (this.exitCode != 0) {
			throw new IllegalStateException(this.command + " ended with " + this.exitCode + ":\n" + this.output);
		}
		return this.output;
	}

	String lastLines() {
		List<String> lines = this.output.lines().toList();
		return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
	}

}
