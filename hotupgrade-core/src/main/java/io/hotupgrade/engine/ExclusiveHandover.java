package io.hotupgrade.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.hotupgrade.CauseChain;
import io.hotupgrade.ExclusiveReceipt;
import io.hotupgrade.FailureReason;
import io.hotupgrade.exclusive.Entrance;
import io.hotupgrade.exclusive.ExclusiveSettings;
import io.hotupgrade.exclusive.RequestTally;
import io.hotupgrade.exclusive.ResourceHolder;
import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of what cannot exist twice when the successor asks for it, and takes it back
 * when an upgrade has not succeeded. Both may take long, and are done on a thread of
 * their own. Used on the engine's thread only.
 */
final class ExclusiveHandover {

	private static final EngineLog logger = EngineLog.of(ExclusiveHandover.class);

	/** Between two attempts to take something back. */
	static final Duration RETRY_PERIOD = Duration.ofSeconds(1);

	private static final Runnable NOTHING = () -> {
	};

	private final EngineScheduler scheduler;

	private Executor executor = Runnable::run;

	private ResourceHolder holder = ResourceHolder.NONE;

	private ExclusiveSettings settings = new ExclusiveSettings(Duration.ZERO, Duration.ZERO);

	private State state = State.OWN;

	private @Nullable Entrance entrance;

	/** What an earlier one brings about does not count any more. */
	private int attempt;

	private Runnable cancelLimit = NOTHING;

	private boolean released;

	private Duration paused = Duration.ZERO;

	private boolean pausing;

	private long pausedSince;

	private RequestTally before = RequestTally.NONE;

	ExclusiveHandover(EngineScheduler scheduler) {
		this.scheduler = scheduler;
	}

	enum State {

		/** This instance has it, or nothing of the kind. */
		OWN,

		/** It is about to let go. */
		RELEASING,

		/** The successor may have it, and has not taken over. */
		RELEASED,

		/** The successor has taken over. */
		GIVEN,

		/** The successor is gone, or has never got it. */
		TAKING_BACK

	}

	/**
	 * Tells what this instance has.
	 * @param someHolder has it
	 * @param someSettings the time limits
	 * @param someExecutor runs one task after the other, on another thread
	 */
	void use(ResourceHolder someHolder, ExclusiveSettings someSettings, Executor someExecutor) {
		this.holder = someHolder;
		this.settings = someSettings;
		this.executor = someExecutor;
	}

	State state() {
		return this.state;
	}

	/**
	 * Whether this instance has something that cannot exist twice.
	 */
	boolean isNeeded() {
		return !this.holder.names().isEmpty();
	}

	List<String> names() {
		return this.holder.names();
	}

	/**
	 * Whether the successor may have it, so that nothing must delay it any more.
	 */
	boolean isReleased() {
		return this.state == State.RELEASED;
	}

	/**
	 * An upgrade begins.
	 */
	void begin() {
		this.released = false;
		this.entrance = null;
		this.paused = Duration.ZERO;
		this.pausing = false;
		this.before = this.holder.tally();
	}

	/**
	 * The successor asks for it. Has an effect once in an upgrade.
	 * @param workStopped completed when background work has stopped
	 * @param tell tells the successor that it can take it
	 * @param fail ends the upgrade
	 */
	void release(CompletableFuture<?> workStopped, Runnable tell, Consumer<UpgradeEvent.Failed> fail) {
		if (!isNeeded()) {
			tell.run();
			return;
		}
		if (this.state != State.OWN && this.state != State.TAKING_BACK) {
			return;
		}
		int number = change(State.RELEASING);
		workStopped.thenRun(() -> whileAt(number, () -> letGo(number, tell, fail)));
	}

	private void letGo(int number, Runnable tell, Consumer<UpgradeEvent.Failed> fail) {
		logger.info("The successor needs {}: requests wait until it has taken over", this.holder.names());
		this.released = true;
		beginPause();
		Duration quiesce = this.settings.quiesceTimeout();
		this.cancelLimit = this.scheduler.schedule(() -> fail.accept(tooLong()), this.settings.maxPause());
		attempt(() -> this.holder.release(quiesce), (failure) -> whileAt(number, () -> {
			if (failure.isPresent()) {
				fail.accept(new UpgradeEvent.Failed(FailureReason.RESOURCE_NOT_RELEASED,
						"%s could not be released for the successor: %s"
							.formatted(String.join(", ", this.holder.names()), CauseChain.describe(failure.get()))));
				takeBack(NOTHING);
			}
			else {
				change(State.RELEASED);
				logger.info("Released {}", this.holder.names());
				tell.run();
			}
		}));
	}

	private UpgradeEvent.Failed tooLong() {
		return new UpgradeEvent.Failed(FailureReason.PAUSE_TOO_LONG,
				"Requests have waited %d ms for the successor, which has not taken over; let it need %s later in its start, or allow more with hotupgrade.exclusive.max-pause"
					.formatted(this.settings.maxPause().toMillis(), String.join(", ", this.holder.names())));
	}

	/**
	 * The successor tells where requests can be sent on to.
	 */
	void sendOnTo(Entrance where) {
		this.entrance = where;
	}

	/**
	 * The successor has taken over.
	 */
	void committed() {
		if (this.state != State.RELEASED) {
			return;
		}
		this.cancelLimit.run();
		change(State.GIVEN);
		endPause();
		logger.info("The successor has {} and serves; requests had waited {} ms", this.holder.names(),
				this.paused.toMillis());
		Entrance where = this.entrance;
		if (where != null) {
			this.executor.execute(() -> run("send requests on", () -> this.holder.sendOn(where)));
		}
	}

	/**
	 * The successor does not keep it, and is about to end.
	 */
	void hold() {
		this.cancelLimit.run();
		if (this.state == State.GIVEN) {
			change(State.RELEASED);
			beginPause();
			this.executor.execute(() -> run("hold requests", this.holder::hold));
		}
	}

	/**
	 * The successor is gone, or has never got it: takes it back, for as long as it takes.
	 * @param whenBack run on the engine's thread when this instance has it; never, if the
	 * next upgrade comes first
	 */
	void takeBack(Runnable whenBack) {
		new Attempts().run(this.cancelLimit).run(this::endPause).run(() -> {
			if (this.state == State.OWN) {
				whenBack.run();
			}
			else {
				takeBack(change(State.TAKING_BACK), whenBack);
			}
		}).end();
	}

	private void takeBack(int number, Runnable whenBack) {
		attempt(this.holder::takeBack, (failure) -> whileAt(number, () -> {
			if (failure.isPresent()) {
				logger.error(
						"This instance has not got {} back, and refuses the requests that need it; it goes on trying. Free "
								+ "what is in use, restart the application, or upgrade it: {}",
						this.holder.names(), CauseChain.describe(failure.get()));
				this.scheduler.schedule(() -> whileAt(number, () -> takeBack(number, whenBack)), RETRY_PERIOD);
			}
			else {
				change(State.OWN);
				logger.info("This instance has {} again", this.holder.names());
				whenBack.run();
			}
		}));
	}

	/**
	 * What has become of it since the upgrade began.
	 */
	ExclusiveReceipt receipt() {
		if (!this.released) {
			return ExclusiveReceipt.NONE;
		}
		RequestTally tally = this.holder.tally().since(this.before);
		return new ExclusiveReceipt(this.holder.names(), this.paused.plus(sincePaused()), (int) tally.held(),
				(int) tally.forwarded(), (int) tally.refused());
	}

	private int change(State next) {
		this.state = next;
		return ++this.attempt;
	}

	private void whileAt(int number, Runnable task) {
		if (this.attempt == number) {
			task.run();
		}
	}

	private void beginPause() {
		this.pausing = true;
		this.pausedSince = this.scheduler.nanoTime();
	}

	private void endPause() {
		this.paused = this.paused.plus(sincePaused());
		this.pausing = false;
	}

	private Duration sincePaused() {
		return this.pausing ? Duration.ofNanos(this.scheduler.nanoTime() - this.pausedSince) : Duration.ZERO;
	}

	private void attempt(Task task, Consumer<Optional<Throwable>> result) {
		this.executor.execute(() -> {
			Optional<Throwable> failure = Optional.empty();
			try {
				task.run();
			}
			catch (Throwable ex) {
				failure = Optional.of(ex);
			}
			Optional<Throwable> known = failure;
			this.scheduler.execute(() -> result.accept(known));
		});
	}

	private static void run(String what, Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error("This instance could not {}", what, ex);
		}
	}

	/**
	 * What may take long, and fail.
	 */
	@FunctionalInterface
	private interface Task {

		void run() throws Exception;

	}

}
