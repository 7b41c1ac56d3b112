package io.hotupgrade.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * What the operating system tells of a process, and signals that Java cannot send.
 */
final class Processes {

	private static final String SIGNALS_IGNORED = "SigIgn:";

	/** Each is a bit of the set. */
	private static final long SIGHUP = 1;

	private static final long SIGINT = 1 << 1;

	private Processes() {
	}

	static List<String> command(long pid) {
		return strings(pid, "cmdline");
	}

	static List<String> environment(long pid) {
		return strings(pid, "environ");
	}

	private static List<String> strings(long pid, String file) {
		try {
			String text = Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
			return List.of(text.split("\0"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Process " + pid + " cannot be looked at", ex);
		}
	}

	static List<Path> openFiles(long pid) {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
			return descriptors.map(Processes::target).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Process " + pid + " cannot be looked at", ex);
		}
	}

	static Path openFile(long pid, int descriptor) {
		return target(Path.of("/proc", Long.toString(pid), "fd", Integer.toString(descriptor)));
	}

	static int oomScore(long pid) {
		try {
			return Integer.parseInt(Files.readString(Path.of("/proc", Long.toString(pid), "oom_score_adj")).strip());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Process " + pid + " cannot be looked at", ex);
		}
	}

	private static Path target(Path link) {
		try {
			return Files.readSymbolicLink(link);
		}
		catch (IOException ex) {
			return link;
		}
	}

	/** How many sockets listen on a port, whoever has them; see proc(5). */
	static long listeners(int port) {
		return sockets("[0-9A-F]+:%04X [0-9A-F]+:0000 0A .*".formatted(port)).size();
	}

	/** How many connections wait to be accepted, by whoever listens; see proc(5). */
	static int acceptQueue(int port) {
		return sockets("[0-9A-F]+:%04X [0-9A-F]+:0000 0A .*".formatted(port)).stream()
			.mapToInt((row) -> Integer.parseInt(row.replaceAll(".* 0A [0-9A-F]+:([0-9A-F]+) .*", "$1"), 16))
			.sum();
	}

	/**
	 * Bytes that one end of a connection has written and the other end has not
	 * acknowledged; see proc(5).
	 * @param port of the end that has written
	 * @param peerPort of the other end
	 */
	static long unsent(int port, int peerPort) {
		String row = sockets("[0-9A-F]+:%04X [0-9A-F]+:%04X 01 .*".formatted(port, peerPort)).get(0);
		return Long.parseLong(row.substring(row.indexOf(" 01 ") + 4).split(":")[0], 16);
	}

	private static List<String> sockets(String pattern) {
		Pattern row = Pattern.compile("\\s*\\d+: " + pattern, Pattern.CASE_INSENSITIVE);
		try (Stream<String> four = Files.lines(Path.of("/proc/self/net/tcp"));
				Stream<String> six = Files.lines(Path.of("/proc/self/net/tcp6"))) {
			return Stream.concat(four, six).filter((line) -> row.matcher(line).matches()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Those of all its threads: 0 is the usual one, 3 is SCHED_BATCH, see sched(7). */
	static List<Integer> schedulingPolicies(long pid) {
		try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
			return threads.flatMap((thread) -> schedulingPolicy(thread.resolve("stat")).stream()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Process " + pid + " cannot be looked at", ex);
		}
	}

	/** The names of all its threads, of which Linux keeps 15 characters. */
	static List<String> threads(long pid) {
		try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
			return threads.flatMap((thread) -> name(thread.resolve("comm")).stream()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Process " + pid + " cannot be looked at", ex);
		}
	}

	/** None if the thread has ended meanwhile. */
	private static Optional<String> name(Path comm) {
		try {
			return Optional.of(Files.readString(comm, StandardCharsets.UTF_8).strip());
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/** The 41st field of the line; none if the thread has ended meanwhile. */
	private static Optional<Integer> schedulingPolicy(Path stat) {
		try {
			String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
			return Optional.of(Integer.valueOf(line.substring(line.lastIndexOf(')') + 2).split(" ")[38]));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Skips the test where processes that are started here ignore SIGINT: a shell without
	 * job control starts its background jobs so, and that is inherited (signal(7)).
	 */
	static void assumeInterruptible() throws IOException {
		Assumptions.assumeFalse(isIgnored(SIGINT), "SIGINT is ignored here");
	}

	/** Skips the test where they ignore SIGHUP, as under nohup. */
	static void assumeHangup() throws IOException {
		Assumptions.assumeFalse(isIgnored(SIGHUP), "SIGHUP is ignored here");
	}

	private static boolean isIgnored(long signal) throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
			String ignored = lines.filter((line) -> line.startsWith(SIGNALS_IGNORED)).findFirst().orElseThrow();
			return (Long.parseUnsignedLong(ignored.substring(SIGNALS_IGNORED.length()).strip(), 16) & signal) != 0;
		}
	}

	static void signal(long pid, String signal) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start();
			if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
				throw new IllegalStateException("kill -" + signal + " " + pid + " failed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static void awaitEnd(long pid, Duration timeout) {
		Awaitility.await("end of process " + pid)
			.atMost(timeout)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
	}

}
