package io.hotupgrade.loadmeter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A Java process whose output goes to a file. Closing kills it.
 */
public final class JavaProcess implements AutoCloseable {

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

	private static final int LAST_LINES = 40;

	private final Process process;

	private final Path output;

	private final RunMarker marker;

	private JavaProcess(Process process, Path output, RunMarker marker) {
		this.process = process;
		this.output = output;
		this.marker = marker;
	}

	/**
	 * Starts a process.
	 * @param launch how
	 * @return the process, to be closed
	 * @throws UncheckedIOException if it could not be started
	 */
	public static JavaProcess start(JavaLaunch launch) {
		return start(launch, RunMarker.create());
	}

	/**
	 * Starts another program, which in turn starts the launch's command.
	 * @param launch where, and with which environment
	 * @param program the program and its arguments
	 * @return the program's process, to be closed
	 * @throws UncheckedIOException if it could not be started
	 */
	public static JavaProcess startBy(JavaLaunch launch, List<String> program) {
		return start(launch, program, RunMarker.create());
	}

	static JavaProcess start(JavaLaunch launch, RunMarker marker) {
		return start(launch, launch.command(), marker);
	}

	private static JavaProcess start(JavaLaunch launch, List<String> command, RunMarker marker) {
		try {
			// A file, as successors inherit it and may outlive whoever would read a pipe.
			Path output = Files.createTempFile(launch.workDirectory(), "output-", ".log");
			ProcessBuilder builder = new ProcessBuilder(command).directory(launch.workDirectory().toFile())
				.redirectErrorStream(true)
				.redirectInput(Path.of("/dev/null").toFile())
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
			builder.environment().putAll(launch.environment());
			builder.environment().put(RunMarker.VARIABLE, marker.id());
			return new JavaProcess(builder.start(), output, marker);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + command + " in " + launch.workDirectory(), ex);
		}
	}

	/**
	 * The process id.
	 * @return the id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * The process.
	 * @return its handle
	 */
	public ProcessHandle handle() {
		return this.process.toHandle();
	}

	RunMarker marker() {
		return this.marker;
	}

	/**
	 * Whether it runs.
	 * @return {@code true} until it has ended
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * How it ended.
	 * @return the exit code, if it has ended
	 */
	public OptionalInt exitCode() {
		return isAlive() ? OptionalInt.empty() : OptionalInt.of(this.process.exitValue());
	}

	/**
	 * Where its output goes, with that of successors that inherit it.
	 * @return the file
	 */
	public Path output() {
		return this.output;
	}

	/**
	 * The end of its output.
	 * @return the last lines
	 */
	public List<String> lastOutput() {
		try {
			List<String> lines = new String(Files.readAllBytes(this.output), StandardCharsets.UTF_8).lines().toList();
			return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
		}
		catch (IOException ex) {
			return List.of("(cannot read " + this.output + ": " + ex + ")");
		}
	}

	/**
	 * Waits for something that the process does.
	 * @param what what it is, for the message
	 * @param timeout how long at most
	 * @param condition looked at again and again
	 * @throws IllegalStateException if it took too long, or at once if the process has
	 * ended; with the end of its output
	 */
	public void await(String what, Duration timeout, BooleanSupplier condition) {
		boolean met = Waiting.until(timeout, () -> {
			// In this order: what it did before it ended counts.
			boolean alive = isAlive();
			boolean now = condition.getAsBoolean();
			if (!now && !alive) {
				throw failure("Process " + pid() + " ended with " + this.process.exitValue() + " before " + what);
			}
			return now;
		});
		if (!met) {
			throw failure("Process " + pid() + ": no " + what + " within " + timeout);
		}
	}

	private IllegalStateException failure(String message) {
		return new IllegalStateException(message + "; the end of its output:\n" + String.join("\n", lastOutput()));
	}

	/**
	 * Waits for the end of the process.
	 * @param timeout how long at most
	 * @return whether it has ended
	 */
	public boolean awaitExit(Duration timeout) {
		try {
			return this.process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Asks the process to stop (SIGTERM). Does not wait.
	 */
	public void terminate() {
		this.process.destroy();
	}

	/**
	 * Kills the process (SIGKILL) and waits until it is gone.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly();
		awaitExit(KILL_TIMEOUT);
	}

}
