package io.hotupgrade.internal.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The process of a successor, as its predecessor sees it. Thread-safe; no method blocks.
 */
public interface SuccessorProcess {

	/** What {@link #onExit()} says where only the parent could know the exit code. */
	int UNKNOWN_EXIT_CODE = -1;

	/**
	 * Its process id.
	 * @return the process id
	 */
	long pid();

	/**
	 * The command to hand on to the successor, for it to launch its own successor from:
	 * what was launched, without the arguments that configuration adds. May hold secrets.
	 * @return the command
	 */
	List<String> command();

	/**
	 * The jar that it was started from, if this process has the same file open: nobody
	 * has replaced it.
	 * @return the jar's path; empty if it is another file, or none is known
	 */
	default Optional<Path> sameJar() {
		return Optional.empty();
	}

	/**
	 * Completes with the exit code when the process has ended, is reaped and its output
	 * was read; 128 plus the signal's number where a signal ended it,
	 * {@link #UNKNOWN_EXIT_CODE} where it is not a child of this process. Never completes
	 * exceptionally.
	 * @return the future exit code
	 */
	CompletableFuture<Integer> onExit();

	/**
	 * What else is known of how it has ended.
	 * @param code what {@link #onExit()} has said
	 * @return the rest of a sentence; empty if nothing is known
	 */
	default String exitDetail(int code) {
		return "";
	}

	/**
	 * Whether it has ended, or was killed and has yet to end: {@link #onExit()} comes
	 * later.
	 * @return {@code false} if nothing is known of that
	 */
	default boolean isDying() {
		return AdoptedProcess.isDying(pid());
	}

	/**
	 * Asks the process to end, by SIGTERM.
	 */
	void terminate();

	/**
	 * Ends the process, by SIGKILL.
	 */
	void kill();

	/**
	 * The last lines that the process has written before it was committed to.
	 * @return at most 40 lines of at most 2,000 characters each; none where its output
	 * cannot be captured
	 */
	List<String> lastOutput();

	/**
	 * Whether it was started as less than this process's equal on the CPUs.
	 * @return {@code false} where nobody has asked for that, or it cannot be done
	 */
	default boolean isLowered() {
		return false;
	}

	/**
	 * What it has had of the CPUs so far.
	 * @return its use; nothing where that cannot be seen
	 */
	default CpuUse cpuUse() {
		return CpuUse.UNKNOWN;
	}

	/**
	 * Makes it this process's equal on the CPUs, where it was started as less.
	 */
	default void restorePriority() {
	}

	/**
	 * The same, but for the threads in which it compiles: those stay less until it serves
	 * all new connections, see {@link HandOff#restorePriority()}.
	 */
	default void restorePriorityToServe() {
	}

	/**
	 * Tells that the process gets all new connections, so that its output is followed
	 * only until it writes to the real streams itself, see
	 * {@link HandOff#restoreOutput()}.
	 */
	void committed();

}
