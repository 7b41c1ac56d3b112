package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Lets the kernel end a process that starts, and no other, where memory runs out, and
 * takes that back; see proc_pid_oom_score_adj(5). Needs no privilege in either direction,
 * as nobody goes below what a process was given by its administrator. What goes wrong is
 * logged: an upgrade does not depend on it. Thread-safe.
 */
final class OomScore {

	/** Tells a process the value that it is to have when it serves. */
	static final String VARIABLE = "HOTUPGRADE_OOM_SCORE";

	/** Whoever has it is ended first; less is outweighed by a larger heap. */
	static final int HIGHEST = 1000;

	private static final String FILE = "oom_score_adj";

	private static final String KILLS = "oom_kill ";

	private static final EngineLog logger = EngineLog.of(OomScore.class);

	private final Path proc;

	private final int usual;

	private final long killsBefore;

	OomScore(Path proc, int usual) {
		this.proc = proc;
		this.usual = usual;
		this.killsBefore = kills();
	}

	/**
	 * The score of processes that are started by another.
	 * @param starter the other process
	 * @return the score; empty if that of the starter is the highest, or cannot be seen
	 * or changed by itself: then a successor could not change its own back, as where the
	 * program has file capabilities
	 */
	static Optional<OomScore> below(LocalProcess starter) {
		Path file = starter.proc().resolve("self").resolve(FILE);
		OptionalInt own = Files.isWritable(file) ? read(file) : OptionalInt.empty();
		return own.stream()
			.filter((value) -> value < HIGHEST)
			.mapToObj((value) -> new OomScore(starter.proc(), value))
			.findFirst();
	}

	/**
	 * Lets a process that has just been started be the one to end. Those that it starts
	 * inherit that.
	 * @param pid the process id
	 */
	void raise(long pid) {
		write(pid, HIGHEST);
	}

	/**
	 * Gives a process back what {@link #raise} took. One with another value keeps it.
	 * @param pid the process id; nothing happens if it is gone
	 */
	void restore(long pid) {
		OptionalInt now = read(file(pid));
		if (now.isPresent() && now.getAsInt() == HIGHEST) {
			write(pid, this.usual);
		}
	}

	/**
	 * Whether memory has run out, so that the kernel had to end some process.
	 * @return {@code true} if that has happened since this was created
	 */
	boolean hasKilled() {
		return kills() > this.killsBefore;
	}

	/** Of the whole machine; see proc(5). */
	private long kills() {
		try (Stream<String> lines = Files.lines(this.proc.resolve("vmstat"))) {
			return lines.filter((line) -> line.startsWith(KILLS))
				.mapToLong((line) -> Long.parseLong(line.substring(KILLS.length())))
				.findFirst()
				.orElse(0);
		}
		catch (IOException | UncheckedIOException | NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * Marks the environment of a process that is going to be raised.
	 * @param environment the environment
	 */
	void mark(Map<String, String> environment) {
		environment.put(VARIABLE, Integer.toString(this.usual));
	}

	/**
	 * Restores this process and what it has started, if it was marked.
	 */
	static void restoreThisProcess() {
		String usual = System.getenv(VARIABLE);
		if (usual == null || !usual.matches("-?\\d{1,4}")) {
			return;
		}
		OomScore score = new OomScore(Path.of("/proc"), Integer.parseInt(usual));
		ProcessHandle self = ProcessHandle.current();
		score.restore(self.pid());
		self.descendants().map(ProcessHandle::pid).forEach(score::restore);
	}

	private void write(long pid, int value) {
		try {
			Files.writeString(file(pid), Integer.toString(value));
		}
		catch (NoSuchFileException ex) {
			logger.debug("Process {} is gone", pid);
		}
		catch (IOException ex) {
			if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
				logger.info("Whom the kernel ends first where memory runs out is left as it is for process {}: {}", pid,
						ex.toString());
			}
		}
	}

	private Path file(long pid) {
		return this.proc.resolve(Long.toString(pid)).resolve(FILE);
	}

	private static OptionalInt read(Path file) {
		try {
			return OptionalInt.of(Integer.parseInt(Files.readString(file).strip()));
		}
		catch (IOException | NumberFormatException ex) {
			return OptionalInt.empty();
		}
	}

}
