package io.hotupgrade.internal.prepare;

import java.util.List;

import io.hotupgrade.internal.process.HelperProcess;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.PlannedStart;
import org.jspecify.annotations.Nullable;

/**
 * Runs the processes of a preparation, one after the other. Thread-safe.
 */
final class Helpers {

	private final PlannedStart planned;

	private @Nullable HelperProcess running;

	private @Nullable String cancelled;

	Helpers(PlannedStart planned) {
		this.planned = planned;
	}

	/**
	 * Runs a process and waits for it.
	 * @param what what it does, for a message
	 * @param command the command
	 * @return the last lines that it has written
	 * @throws PreparationException if it cannot be started, fails or is cancelled
	 */
	List<String> run(String what, List<String> command) throws PreparationException {
		HelperProcess process = begin(what, command);
		try {
			int code = process.await();
			check();
			if (code != 0) {
				throw new PreparationException(
						"%s ended with code %d%s".formatted(what, code, process.exitDetail(code)));
			}
			return process.output();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PreparationException(what + " was interrupted", ex);
		}
	}

	private synchronized HelperProcess begin(String what, List<String> command) throws PreparationException {
		check();
		try {
			this.running = this.planned.start(command);
			return this.running;
		}
		catch (LaunchException ex) {
			throw new PreparationException("%s failed: %s".formatted(what, ex.getMessage()), ex);
		}
	}

	/**
	 * Makes sure that nobody has cancelled.
	 * @throws PreparationException if somebody has
	 */
	synchronized void check() throws PreparationException {
		if (this.cancelled != null) {
			throw new PreparationException(this.cancelled);
		}
	}

	/**
	 * Ends the process that runs, and lets no other begin.
	 * @param why the reason
	 */
	synchronized void cancel(String why) {
		if (this.cancelled == null) {
			this.cancelled = why;
			if (this.running != null) {
				this.running.kill();
			}
		}
	}

}
