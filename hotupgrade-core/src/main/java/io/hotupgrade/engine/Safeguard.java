package io.hotupgrade.engine;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Sees to it that whatever is thrown inside an upgrade is dealt with. Used on the
 * engine's thread only.
 */
final class Safeguard {

	private final EngineScheduler scheduler;

	private final Consumer<Throwable> handler;

	/** What has gone wrong, until that is dealt with. */
	private @Nullable Throwable fault;

	/**
	 * Creates it.
	 * @param scheduler the engine's thread
	 * @param handler deals with what was thrown; may itself fail, and is called again
	 * then by {@link #retry()}
	 */
	Safeguard(EngineScheduler scheduler, Consumer<Throwable> handler) {
		this.scheduler = scheduler;
		this.handler = handler;
	}

	/**
	 * Forgets what has not been dealt with.
	 */
	void reset() {
		this.fault = null;
	}

	/**
	 * Runs a task.
	 * @return {@code false} if it has thrown something
	 */
	boolean isDone(Runnable task) {
		try {
			task.run();
			return true;
		}
		catch (Throwable ex) {
			caught(ex);
			return false;
		}
	}

	Runnable guarded(Runnable task) {
		return () -> isDone(task);
	}

	/**
	 * Runs a task later.
	 * @return cancels it
	 */
	Runnable later(Runnable task, Duration delay) {
		return this.scheduler.schedule(guarded(task), delay);
	}

	/**
	 * Deals with what was thrown. Remembered before anything else is tried: when memory
	 * or threads are short, that may fail, too, and is tried again.
	 */
	void caught(Throwable ex) {
		this.fault = ex;
		deal(ex);
	}

	/**
	 * Deals with what could not be dealt with before.
	 */
	void retry() {
		if (this.fault != null) {
			deal(this.fault);
		}
	}

	private void deal(Throwable ex) {
		this.handler.accept(ex);
		if (this.fault == ex) {
			this.fault = null;
		}
	}

}
