package io.hotupgrade.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.PredecessorException;
import io.hotupgrade.internal.log.EngineLog;

/**
 * Waits until the predecessor has let go of what cannot exist twice. Used on the engine's
 * thread only.
 */
final class ResourceClaim {

	private static final EngineLog logger = EngineLog.of(ResourceClaim.class);

	/**
	 * The process id of a dead process stays until its parent asks for it, and what it
	 * had is free.
	 */
	private static final Duration EXIT_LIMIT = Duration.ofSeconds(5);

	private final EngineScheduler scheduler;

	private final Runnable ask;

	private final CompletableFuture<Void> granted = new CompletableFuture<>();

	private boolean welcome;

	private boolean wanted;

	/**
	 * Creates a claim that nobody has made yet.
	 * @param scheduler the engine's thread
	 * @param ask asks the predecessor, which has answered
	 */
	ResourceClaim(EngineScheduler scheduler, Runnable ask) {
		this.scheduler = scheduler;
		this.ask = ask;
	}

	/**
	 * Makes the claim, as soon as the predecessor can be asked. Has an effect once.
	 * @return completed on the engine's thread when this instance can take it;
	 * exceptionally, if it is to end
	 */
	CompletableFuture<Void> make() {
		if (!this.wanted) {
			this.wanted = true;
			if (this.welcome && !this.granted.isDone()) {
				this.ask.run();
			}
		}
		return this.granted;
	}

	/**
	 * The predecessor has answered.
	 */
	void welcomed() {
		this.welcome = true;
		if (this.wanted) {
			this.ask.run();
		}
	}

	/**
	 * The predecessor has let go, or there is none.
	 */
	void grant() {
		this.granted.complete(null);
	}

	/**
	 * The predecessor is gone, and has what it had until its process has ended.
	 */
	void grantAfter(CompletableFuture<?> predecessorExit) {
		if (this.granted.isDone()) {
			return;
		}
		if (this.wanted) {
			logger.warn("The predecessor is gone, and with it what it had for itself");
		}
		Runnable cancel = this.scheduler.schedule(this::grant, EXIT_LIMIT);
		predecessorExit.whenComplete((any, failure) -> this.scheduler.execute(() -> {
			cancel.run();
			grant();
		}));
	}

	/**
	 * The predecessor ends this process.
	 * @param why why, for people
	 */
	void refuse(String why) {
		this.granted.completeExceptionally(
				new PredecessorException("The predecessor does not let go of what cannot exist twice: " + why,
						"Look at the log of the instance that serves the port."));
	}

}
