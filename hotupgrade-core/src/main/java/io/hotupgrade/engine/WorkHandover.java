package io.hotupgrade.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.hotupgrade.BackgroundWork;
import io.hotupgrade.HandoverSettings;
import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

/**
 * Decides when this instance does {@link BackgroundWork}. The work itself is stopped and
 * started by an executor of its own, because both may take long. Used on the engine's
 * thread only.
 */
final class WorkHandover {

	private static final EngineLog logger = EngineLog.of(WorkHandover.class);

	private final EngineScheduler scheduler;

	private final Executor executor;

	private BackgroundWork work = BackgroundWork.NONE;

	private HandoverSettings settings = HandoverSettings.OVERLAP;

	private volatile State state;

	/** From when on nobody works, as far as this instance knows. */
	private Instant since;

	private @Nullable CompletableFuture<Void> stopped;

	private Consumer<Instant> onStopped = (moment) -> {
	};

	/**
	 * Creates a hand-over.
	 * @param scheduler the engine's thread
	 * @param executor runs one task after the other, on another thread
	 * @param awaitsPredecessor whether the work belongs to a predecessor at first
	 */
	WorkHandover(EngineScheduler scheduler, Executor executor, boolean awaitsPredecessor) {
		this.scheduler = scheduler;
		this.executor = executor;
		this.state = awaitsPredecessor ? State.AWAITED : State.OWN;
		this.since = scheduler.now();
	}

	private enum State {

		/** A predecessor has it, or nobody has it yet. */
		AWAITED,

		/** This instance may do it. */
		OWN,

		/** This instance has stopped it. */
		STOPPED

	}

	/**
	 * Brings the work and its rules. If a predecessor was waited for and has let go
	 * before, the work starts now.
	 */
	void use(BackgroundWork someWork, HandoverSettings someSettings) {
		this.work = someWork;
		this.settings = someSettings;
		if (this.state == State.OWN) {
			startWork();
		}
	}

	/**
	 * Whether the work belongs to a predecessor, or it is not known yet that there is
	 * none. May be called from any thread.
	 */
	boolean isAwaited() {
		return this.state == State.AWAITED;
	}

	/**
	 * Whether the predecessor has to stop its work as early as commit.
	 */
	boolean isExclusive() {
		return this.settings.exclusive();
	}

	/**
	 * Has somebody told, on the engine's thread, each time that this instance has stopped
	 * work that it had.
	 * @param told is given the moment from which on it has taken none
	 */
	void onStopped(Consumer<Instant> told) {
		this.onStopped = told;
	}

	/**
	 * Has something done before the work starts, if it does not run already, and on the
	 * thread that starts it.
	 */
	void beforeStart(Runnable task) {
		this.executor.execute(() -> run("get what it begins with", task));
	}

	/**
	 * The predecessor has let go of the work. Has an effect once.
	 * @param from when it had stopped
	 */
	void release(Instant from) {
		if (this.state == State.AWAITED) {
			this.since = from;
			startOwn();
		}
	}

	/**
	 * The predecessor has not said that it stopped its work, and will not any more: waits
	 * for the end of its process instead, but not for ever, since the process id of a
	 * dead process stays until its parent asks for it.
	 */
	void releaseAfter(CompletableFuture<?> predecessorExit) {
		if (this.state != State.AWAITED) {
			return;
		}
		Instant from = this.scheduler.now();
		Runnable cancel = this.scheduler.schedule(() -> release(from), this.settings.stopTimeout());
		predecessorExit.whenComplete((any, failure) -> this.scheduler.execute(() -> {
			cancel.run();
			release(from);
		}));
	}

	/**
	 * Stops the work, once.
	 * @return completed on the engine's thread when the work has stopped or has been
	 * given up waiting for
	 */
	@Nullable CompletableFuture<Void> stop() {
		if (this.state == State.STOPPED) {
			return this.stopped;
		}
		Consumer<Instant> told = (this.state == State.OWN) ? this.onStopped : (moment) -> {
		};
		this.state = State.STOPPED;
		Instant asked = this.scheduler.now();
		this.since = asked;
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.stopped = done;
		Duration limit = this.settings.stopTimeout();
		Runnable cancel = this.scheduler.schedule(() -> {
			logger.warn("Background work was not over within {} (hotupgrade.handover.stop-timeout) and is not "
					+ "waited for any longer", limit);
			told.accept(asked);
			done.complete(null);
		}, limit);
		this.executor.execute(() -> {
			Instant moment = stopWork(limit, asked);
			this.scheduler.execute(() -> {
				cancel.run();
				if (!done.isDone()) {
					this.since = moment;
					told.accept(moment);
					done.complete(null);
				}
			});
		});
		return done;
	}

	/** Not on the engine's thread. */
	private Instant stopWork(Duration limit, Instant asked) {
		AtomicReference<Instant> moment = new AtomicReference<>(asked);
		run("stop", () -> moment.set(this.work.stop(limit)));
		return moment.get().isBefore(asked) ? asked : moment.get();
	}

	/**
	 * From when on this instance has taken no new work.
	 */
	Instant stoppedSince() {
		return this.since;
	}

	/**
	 * The other instance is gone and did not keep the work: this one goes on with it.
	 * @param from since when nobody has worked
	 */
	void resume(Instant from) {
		if (this.state == State.STOPPED) {
			this.since = from;
			startOwn();
		}
	}

	private void startOwn() {
		this.state = State.OWN;
		this.stopped = null;
		startWork();
	}

	private void startWork() {
		Instant from = this.since;
		BackgroundWork target = this.work;
		this.executor.execute(() -> run("start", () -> target.start(from)));
	}

	private static void run(String what, Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error("The background work did not {}", what, ex);
		}
	}

}
