package io.hotupgrade.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.hotupgrade.CauseChain;

/**
 * Asks the engine's thread for something and waits for the answer. Needs no other thread
 * for that: there may be none to be had. Thread-safe.
 */
final class EngineCall {

	/** The answer is one task of the engine's thread, which never waits long. */
	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

	private final EngineScheduler scheduler;

	private final Duration limit;

	EngineCall(EngineScheduler scheduler) {
		this(scheduler, ANSWER_LIMIT);
	}

	private EngineCall(EngineScheduler scheduler, Duration limit) {
		this.scheduler = scheduler;
		this.limit = limit;
	}

	/**
	 * For callers with less time.
	 * @param limit how long at most they wait for an answer
	 * @return calls of the same engine
	 */
	EngineCall within(Duration limit) {
		return new EngineCall(this.scheduler, limit);
	}

	/**
	 * Has something done by the engine's thread, or at once where that is the caller, as
	 * an {@link io.hotupgrade.UpgradeListener} is: it could wait for itself for ever.
	 * What follows from the events of such a call comes after what is being done.
	 * @param <T> the answer
	 * @param task finds the answer
	 * @return the answer
	 */
	<T> T call(Supplier<T> task) {
		if (this.scheduler.isCurrent()) {
			return task.get();
		}
		CompletableFuture<T> answer = new CompletableFuture<>();
		this.scheduler.execute(() -> {
			try {
				answer.complete(task.get());
			}
			catch (Throwable ex) {
				answer.completeExceptionally(ex);
			}
		});
		return await(answer);
	}

	/**
	 * Runs a task on the engine's thread, and does not wait for it.
	 */
	void later(Runnable task) {
		this.scheduler.execute(task);
	}

	/**
	 * Runs a task that may take long, unless the caller is the engine's thread.
	 */
	void unlessCurrent(Runnable task) {
		if (!this.scheduler.isCurrent()) {
			task.run();
		}
	}

	private <T> T await(CompletableFuture<T> answer) {
		try {
			return Uninterrupted.get(answer, this.limit);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new IllegalStateException(
					"Internal error of the upgrade engine: " + CauseChain.describe(ex.getCause()), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(
					"The upgrade engine has not answered within %d s; look at the status for what it does"
						.formatted(this.limit.toSeconds()),
					ex);
		}
	}

}
