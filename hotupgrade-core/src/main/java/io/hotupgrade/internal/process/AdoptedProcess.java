package io.hotupgrade.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@link SuccessorProcess} that this process has not started: its end can be seen and it
 * can be signalled, but it is reaped by its own parent and its output is its own affair.
 */
public final class AdoptedProcess implements SuccessorProcess {

	private static final Duration POLL_PERIOD = Duration.ofMillis(100);

	private static final String ZOMBIE = "Z";

	/** The kernel's moment just before a process vanishes. */
	private static final String DEAD = "X";

	/** Of the fields from the state on: field 22. */
	private static final int START_TIME = 19;

	/** The same: field 20. */
	private static final int THREADS = 17;

	/** The same: field 9. */
	private static final int FLAGS = 6;

	/** Among these: its first thread is on its way out. See {@code PF_EXITING}. */
	private static final long EXITING = 0x4;

	/** Of the pending signals of proc(5): bit 8 is that of signal 9. */
	private static final long KILLED = 1L << 8;

	private static final boolean PROC = Files.isDirectory(Path.of("/proc/self"));

	private final ProcessHandle process;

	private final String startTime;

	private final CompletableFuture<Integer> exit = new CompletableFuture<>();

	private AdoptedProcess(ProcessHandle process) {
		this.process = process;
		this.startTime = startTime(process.pid());
	}

	/**
	 * Adopts a process.
	 * @param pid its process id, as the kernel told it
	 * @return the process, or empty if it is gone or cannot be seen from here
	 */
	public static Optional<AdoptedProcess> of(long pid) {
		if (pid <= 1 || pid == ProcessHandle.current().pid()) {
			return Optional.empty();
		}
		Optional<AdoptedProcess> adopted = ProcessHandle.of(pid).map(AdoptedProcess::new);
		adopted.ifPresent(AdoptedProcess::watch);
		return adopted;
	}

	/**
	 * {@link ProcessHandle#onExit()} would look every five seconds only, and would wait
	 * for a parent that does not reap.
	 */
	private void watch() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "hotupgrade-adopted-" + pid());
			thread.setDaemon(true);
			return thread;
		});
		executor.scheduleWithFixedDelay(() -> {
			if (this.exit.isDone() || !isRunning()) {
				executor.shutdown();
				this.exit.complete(UNKNOWN_EXIT_CODE);
			}
		}, 0, POLL_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Whether a process still does something, other than one that only waits for its
	 * parent to reap it.
	 * @param pid its process id
	 * @return {@code false} if it has ended
	 */
	public static boolean isRunning(long pid) {
		if (!PROC) {
			return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
		}
		List<String> fields = fields(pid);
		return fields.isEmpty() ? Files.exists(directory(pid)) : isRunning(fields);
	}

	/**
	 * A process that is killed becomes a zombie with its first thread, while the others
	 * still have its sockets.
	 */
	private static boolean isRunning(List<String> fields) {
		boolean hasOtherThreads = fields.size() > THREADS && Integer.parseInt(fields.get(THREADS)) > 1;
		return !fields.get(0).equals(DEAD) && (!fields.get(0).equals(ZOMBIE) || hasOtherThreads);
	}

	/**
	 * Whether a process has ended, or cannot but end: the kernel knows of a kill at once,
	 * and takes tenths of a second to carry it out on a large process or a busy machine.
	 * @param pid its process id
	 * @return {@code false} also if that cannot be seen
	 */
	public static boolean isDying(long pid) {
		if (!isRunning(pid)) {
			return true;
		}
		List<String> fields = fields(pid);
		return fields.size() > FLAGS && (Long.parseLong(fields.get(FLAGS)) & EXITING) != 0 || isKilled(pid);
	}

	private static boolean isKilled(long pid) {
		try (Stream<String> lines = Files.lines(directory(pid).resolve("status"), StandardCharsets.ISO_8859_1)) {
			return lines.filter((line) -> line.startsWith("SigPnd:") || line.startsWith("ShdPnd:"))
				.anyMatch((line) -> (Long.parseUnsignedLong(line.substring(8).strip(), 16) & KILLED) != 0);
		}
		catch (IOException | UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * Waits for the end of a process, whoever is its parent. Of a child of this process
	 * the JDK knows at once.
	 * @param pid its process id
	 * @return completed when it has ended
	 */
	public static CompletionStage<?> exitOf(long pid) {
		CompletableFuture<?> seen = of(pid).map(AdoptedProcess::onExit)
			.orElseGet(() -> CompletableFuture.completedFuture(UNKNOWN_EXIT_CODE));
		return ProcessHandle.current()
			.children()
			.filter((child) -> child.pid() == pid)
			.findFirst()
			.<CompletionStage<?>>map((child) -> CompletableFuture.anyOf(seen, child.onExit()))
			.orElse(seen);
	}

	/**
	 * {@link ProcessHandle#isAlive()} would call it dead while this process has no
	 * descriptor left to look.
	 */
	private boolean isRunning() {
		String now = startTime(pid());
		boolean replaced = !now.isEmpty() && !this.startTime.isEmpty() && !now.equals(this.startTime);
		return !replaced && isRunning(pid());
	}

	private static String startTime(long pid) {
		List<String> fields = fields(pid);
		return (fields.size() > START_TIME) ? fields.get(START_TIME) : "";
	}

	/**
	 * The fields from the state on, see proc(5); the name in parentheses before it may
	 * hold anything. None if they cannot be read.
	 */
	private static List<String> fields(long pid) {
		try {
			String stat = Files.readString(directory(pid).resolve("stat"), StandardCharsets.ISO_8859_1);
			return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
		}
		catch (IOException | IndexOutOfBoundsException ex) {
			return List.of();
		}
	}

	private static Path directory(long pid) {
		return Path.of("/proc", Long.toString(pid));
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	/** Nothing: it goes on from its own command. */
	@Override
	public List<String> command() {
		return List.of();
	}

	@Override
	public CompletableFuture<Integer> onExit() {
		return this.exit;
	}

	@Override
	public void terminate() {
		this.process.destroy();
	}

	@Override
	public void kill() {
		this.process.destroyForcibly();
	}

	@Override
	public List<String> lastOutput() {
		return List.of();
	}

	@Override
	public void committed() {
		// It writes to its own streams already.
	}

}
