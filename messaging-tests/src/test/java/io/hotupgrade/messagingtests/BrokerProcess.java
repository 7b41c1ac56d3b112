package io.hotupgrade.messagingtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.hotupgrade.loadmeter.process.Waiting;

/**
 * A program that a broker consists of, with its output in a file. Closing ends it, with
 * all that it has started.
 */
final class BrokerProcess implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private final Process process;

	private final Path output;

	private BrokerProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts a program.
	 * @param directory its working directory
	 * @param environment variables beside those inherited
	 * @param command program and arguments
	 * @return the process, to be closed
	 */
	static BrokerProcess start(Path directory, Map<String, String> environment, List<String> command)
			throws IOException {
		Path output = Files.createTempFile(directory, "output-", ".log");
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectInput(Path.of("/dev/null").toFile())
			.redirectOutput(output.toFile());
		builder.environment().putAll(environment);
		return new BrokerProcess(builder.start(), output);
	}

	/**
	 * Waits for something that it does.
	 * @param what what it is, for the message
	 * @param condition looked at again and again
	 */
	void await(String what, BooleanSupplier condition) {
		boolean met = Waiting.until(LIMIT, () -> condition.getAsBoolean() || !this.process.isAlive());
		if (!met || !condition.getAsBoolean()) {
			throw new IllegalStateException("No " + what + " within " + LIMIT + ":\n" + output());
		}
	}

	/** Waits for a good end. */
	void awaitSuccess() {
		await("good end", () -> !this.process.isAlive() && this.process.exitValue() == 0);
	}

	private String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			return "(cannot read " + this.output + ": " + ex + ")";
		}
	}

	@Override
	public void close() {
		List<ProcessHandle> all = this.process.descendants().toList();
		this.process.destroy();
		if (!Waiting.until(LIMIT, () -> !this.process.isAlive())) {
			this.process.destroyForcibly();
		}
		all.forEach(ProcessHandle::destroyForcibly);
	}

}
