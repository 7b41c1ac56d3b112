package io.hotupgrade.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.posix.Posix;
import io.hotupgrade.internal.posix.PosixException;
import io.hotupgrade.internal.posix.SchedulingAttributes;

/**
 * Lets a process that starts leave the CPU to others where they want it too, and takes
 * that back. Needs no privilege in either direction, which a lower nice value would, and
 * does not change how many processors a JVM sees. What goes wrong is logged: an upgrade
 * does not depend on it. Thread-safe.
 */
final class StartPriority {

	/** Tells a process that it was made to start in this way. */
	static final String VARIABLE = "HOTUPGRADE_PRIORITY";

	private static final String LOW = "low";

	private static final EngineLog logger = EngineLog.of(StartPriority.class);

	/** The longest that there is. */
	private static final long SLICE_NANOS = 100_000_000;

	/** How the kernel, which cuts names, calls the threads in which HotSpot compiles. */
	private static final Pattern COMPILER = Pattern.compile("(C1|C2) Compiler.*|JVMCI.*");

	/** A thread may start another one before its own turn comes. */
	private static final int MAX_PASSES = 20;

	private final Path proc;

	private final int policy;

	StartPriority(Path proc) {
		this(proc, SchedulingAttributes.BATCH);
	}

	private StartPriority(Path proc, int policy) {
		this.proc = proc;
		this.policy = policy;
	}

	/**
	 * The priority of a process that is started by another.
	 * @param starter the other process
	 * @return the priority; empty if whoever started the other one has chosen a policy
	 * for it, or the kernel cannot be told
	 */
	static Optional<StartPriority> below(LocalProcess starter) {
		try {
			Posix posix = Posix.load();
			boolean usual = posix.canSchedule()
					&& posix.scheduling(starter.pid()).policy() == SchedulingAttributes.OTHER;
			return usual ? Optional.of(new StartPriority(starter.proc())) : Optional.empty();
		}
		catch (IOException ex) {
			logger.info("The successor starts with the usual priority: {}", ex.getMessage());
			return Optional.empty();
		}
	}

	/**
	 * The lowest priority there is, for a process that never has to be anybody's equal.
	 * @param starter the process that starts it
	 * @return the priority; empty if the kernel cannot be told
	 */
	static Optional<StartPriority> idle(LocalProcess starter) {
		try {
			return Posix.load().canSchedule()
					? Optional.of(new StartPriority(starter.proc(), SchedulingAttributes.IDLE)) : Optional.empty();
		}
		catch (IOException ex) {
			logger.info("A process that helps starts with the usual priority: {}", ex.getMessage());
			return Optional.empty();
		}
	}

	/**
	 * Lowers a process that has just been started.
	 * @param pid the process id
	 */
	void lower(long pid) {
		change(pid, (posix, thread) -> {
			SchedulingAttributes before = posix.scheduling(thread);
			boolean usual = before.policy() != this.policy
					&& (before.policy() == SchedulingAttributes.OTHER || before.policy() == SchedulingAttributes.BATCH);
			if (usual) {
				posix.schedule(thread, new SchedulingAttributes(this.policy, before.nice(),
						(this.policy == SchedulingAttributes.BATCH) ? SLICE_NANOS : 0));
			}
			return usual;
		});
	}

	/**
	 * What the low priority, or whatever else is the reason, has cost a process so far.
	 * @param pid the process id
	 * @return what it has had of the CPUs, of which it may use as many as this process
	 */
	CpuUse cpuUse(long pid) {
		return CpuUse.of(this.proc, pid, Runtime.getRuntime().availableProcessors());
	}

	/**
	 * Gives a process back what {@link #lower} took. The nice values stay as they are.
	 * @param pid the process id; nothing happens if it is gone
	 */
	void restore(long pid) {
		change(pid, StartPriority::restoreThread);
	}

	/**
	 * The same for the threads of a JVM for which somebody waits. Those that compile go
	 * on letting others go first: a method that is compiled a moment later is interpreted
	 * until then, and a request waits for whoever has the CPU.
	 * @param pid the process id; nothing happens if it is gone
	 */
	void restoreButCompilers(long pid) {
		change(pid, (posix, thread) -> !isCompiler(pid, thread) && restoreThread(posix, thread));
	}

	private static boolean restoreThread(Posix posix, long thread) throws PosixException {
		SchedulingAttributes before = posix.scheduling(thread);
		boolean lowered = before.policy() == SchedulingAttributes.BATCH
				&& (before.sliceNanos() == SLICE_NANOS || before.sliceNanos() == 0);
		if (lowered) {
			posix.schedule(thread, new SchedulingAttributes(SchedulingAttributes.OTHER, before.nice(), 0));
		}
		return lowered;
	}

	private boolean isCompiler(long pid, long thread) {
		Path name = this.proc.resolve(Path.of(Long.toString(pid), "task", Long.toString(thread), "comm"));
		try {
			return COMPILER.matcher(Files.readString(name, StandardCharsets.ISO_8859_1).strip()).matches();
		}
		catch (IOException ex) {
			// A thread that has ended, or one more equal.
			return false;
		}
	}

	/**
	 * Marks the environment of a process that is going to be lowered.
	 * @param environment the environment
	 */
	void mark(Map<String, String> environment) {
		environment.put(VARIABLE, LOW);
	}

	/**
	 * Restores this process and those that it has started meanwhile, which have inherited
	 * it, if it was marked.
	 */
	static void restoreThisProcess() {
		if (LOW.equals(System.getenv(VARIABLE))) {
			logger.debug("This process was started with a low priority, which ends now");
			StartPriority lowered = new StartPriority(Path.of("/proc"));
			lowered.restore(ProcessHandle.current().pid());
			ProcessHandle.current().descendants().map(ProcessHandle::pid).forEach(lowered::restore);
		}
	}

	private void change(long pid, Change change) {
		try {
			Posix posix = Posix.load();
			int pass = 0;
			while (changeAll(posix, pid, change)) {
				if (++pass == MAX_PASSES) {
					logger.warn("Process {} starts threads faster than their scheduling can be changed", pid);
					return;
				}
			}
		}
		catch (NoSuchFileException ex) {
			logger.debug("Process {} is gone", pid);
		}
		catch (IOException ex) {
			logger.info("The scheduling of process {} is left as it is: {}", pid, ex.getMessage());
		}
	}

	/** Returns whether there was something to change. */
	private boolean changeAll(Posix posix, long pid, Change change) throws IOException {
		boolean changed = false;
		try (DirectoryStream<Path> threads = Files
			.newDirectoryStream(this.proc.resolve(Long.toString(pid)).resolve("task"))) {
			for (Path thread : threads) {
				changed |= changeOne(posix, thread, change);
			}
		}
		return changed;
	}

	private static boolean changeOne(Posix posix, Path thread, Change change) throws IOException {
		try {
			return change.apply(posix, Long.parseLong(thread.getFileName().toString()));
		}
		catch (PosixException ex) {
			if (Files.exists(thread)) {
				throw ex;
			}
			return false;
		}
	}

	/** Changes one thread. */
	private interface Change {

		/**
		 * Changes it if need be.
		 * @return whether it did
		 */
		boolean apply(Posix posix, long thread) throws PosixException;

	}

}
