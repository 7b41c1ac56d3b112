package io.hotupgrade.engine;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.hotupgrade.PrepareSettings;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.prepare.Preparation;
import io.hotupgrade.internal.prepare.PreparationException;
import io.hotupgrade.internal.prepare.StartPreparation;
import io.hotupgrade.internal.process.LaunchException;
import io.hotupgrade.internal.process.PlannedStart;
import io.hotupgrade.internal.process.SuccessorLauncher;

/**
 * Has the starts of successors prepared, one at a time and not on the engine's thread, on
 * which it is used itself.
 */
final class StartPreparer {

	private static final EngineLog logger = EngineLog.of(StartPreparer.class);

	private final PrepareSettings settings;

	private final SuccessorLauncher launcher;

	private final Instance instance;

	private final EngineScheduler scheduler;

	private final Executor executor;

	private Optional<Running> running = Optional.empty();

	/**
	 * Creates it.
	 * @param settings what to do
	 * @param launcher knows what would be launched
	 * @param instance this instance
	 * @param scheduler the engine's thread
	 * @param executor for what takes time
	 */
	StartPreparer(PrepareSettings settings, SuccessorLauncher launcher, Instance instance, EngineScheduler scheduler,
			Executor executor) {
		this.settings = settings;
		this.launcher = launcher;
		this.instance = instance;
		this.scheduler = scheduler;
		this.executor = executor;
	}

	boolean isWanted() {
		return this.settings.isWanted();
	}

	/**
	 * Prepares the start of what an upgrade would launch, if anything is to be done.
	 */
	void prepareOwn() {
		if (this.settings.own() && isWanted() && this.running.isEmpty()) {
			begin(UpgradeRequest.asConfigured(),
					(outcome) -> logger.info("For the next upgrade: {}", outcome.description()));
		}
	}

	/**
	 * Prepares a start, in place of what is prepared already.
	 * @param request what is to be started
	 * @param done told of the outcome, on the engine's thread
	 */
	void begin(UpgradeRequest request, Consumer<Outcome> done) {
		stop("another one was asked for, or an upgrade");
		Running begun = new Running(done);
		this.running = Optional.of(begun);
		String overdue = "it was not done within %s (hotupgrade.launch.prepare-timeout)"
			.formatted(this.settings.timeout());
		begun.limit = this.scheduler.schedule(() -> begun.stop(Outcome.ordinary(overdue), overdue),
				this.settings.timeout());
		this.executor.execute(() -> {
			Outcome outcome = begun.run(request);
			this.scheduler.execute(() -> begun.end(outcome));
		});
	}

	/**
	 * Ends what is under way, whose outcome is told at once.
	 * @param why the reason
	 */
	void stop(String why) {
		this.running.ifPresent((any) -> any.stop(Outcome.ended(why), why));
	}

	/**
	 * What has become of a preparation.
	 *
	 * @param preparation the start; empty if it is an ordinary one, or there is none
	 * @param description the same for people
	 */
	record Outcome(Optional<Preparation> preparation, String description) {

		static Outcome prepared(Preparation preparation) {
			return new Outcome(Optional.of(preparation),
					"The start is prepared (%s): %s".formatted(preparation.description(), preparation.start().jar()));
		}

		/** No start follows, in whatever way it would have been. */
		static Outcome ended(String why) {
			return new Outcome(Optional.empty(), "The preparation of the start was ended: " + why);
		}

		static Outcome ordinary(String why) {
			return new Outcome(Optional.empty(), "The start is not prepared but from the jar: " + why);
		}

	}

	/**
	 * A preparation that has begun.
	 */
	private final class Running {

		private final Consumer<Outcome> done;

		private volatile Optional<StartPreparation> preparation = Optional.empty();

		private volatile boolean ended;

		private Runnable limit = () -> {
		};

		Running(Consumer<Outcome> done) {
			this.done = done;
		}

		/** On the other thread. */
		Outcome run(UpgradeRequest request) {
			try {
				PlannedStart planned = StartPreparer.this.launcher.plan(request,
						StartPreparer.this.instance.baseCommand());
				StartPreparation begun = new StartPreparation(StartPreparer.this.settings, planned);
				this.preparation = Optional.of(begun);
				return this.ended ? Outcome.ended("it is not wanted any more") : Outcome.prepared(begun.run());
			}
			catch (PreparationException | LaunchException ex) {
				return Outcome.ordinary(ex.getMessage());
			}
			catch (RuntimeException | Error ex) {
				logger.warn("Internal error of a preparation; nothing depends on it", ex);
				return Outcome.ordinary(ex.toString());
			}
		}

		void stop(Outcome outcome, String why) {
			end(outcome);
			this.preparation.ifPresent((any) -> any.cancel(why));
		}

		void end(Outcome outcome) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.limit.run();
			StartPreparer.this.running = Optional.empty();
			this.done.accept(outcome);
		}

	}

}
