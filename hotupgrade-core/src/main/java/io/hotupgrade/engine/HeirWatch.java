package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeListener;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.log.EngineLog;

/**
 * Watches a successor that has taken over for good, for as long as this process exists:
 * if it dies meanwhile, nobody is left to serve. What this process can still do then is
 * to let its clients finish, to say so and to end as failed, so that whoever supervises
 * it starts the application again.
 * <p>
 * The engine's thread ends with the application context, and the process later; so what
 * happens afterwards is dealt with on the thread that finds it out. Thread-safe.
 */
final class HeirWatch implements UpgradeListener {

	private static final EngineLog logger = EngineLog.of(HeirWatch.class);

	/** For the last words of a process that is about to be ended. */
	private static final Duration LOG_LIMIT = Duration.ofSeconds(1);

	private final Instance instance;

	private final EngineScheduler scheduler;

	private final BooleanSupplier stopping;

	private final BooleanSupplier successorStops;

	private final LongFunction<CompletionStage<?>> exits;

	private final LongPredicate dying;

	private final Consumer<UpgradeRecord> overseers;

	private final CompletableFuture<Void> orphaned = new CompletableFuture<>();

	private Optional<UpgradeRecord> watched = Optional.empty();

	private boolean toldToStop;

	private boolean dead;

	private volatile boolean ended;

	/**
	 * Creates a watch that has nobody to watch yet.
	 * @param instance this instance
	 * @param scheduler the engine's thread
	 * @param stopping whether this instance was told to stop
	 * @param successorStops whether the successor was told to stop
	 * @param exits completed when the process with an id has ended
	 * @param dying whether the process with an id has ended, or cannot but end
	 * @param overseers told when nobody is left to serve, first of all
	 */
	HeirWatch(Instance instance, EngineScheduler scheduler, BooleanSupplier stopping, BooleanSupplier successorStops,
			LongFunction<CompletionStage<?>> exits, LongPredicate dying, Consumer<UpgradeRecord> overseers) {
		this.instance = instance;
		this.scheduler = scheduler;
		this.stopping = stopping;
		this.successorStops = successorStops;
		this.exits = exits;
		this.dying = dying;
		this.overseers = overseers;
	}

	@Override
	public void phaseChanged(UpgradeRecord upgrade) {
		boolean isHeir = upgrade.identity().predecessor().pid() == this.instance.info().pid()
				&& upgrade.phase() == UpgradePhase.DRAINING;
		if (isHeir && isFirst(upgrade)) {
			this.exits.apply(upgrade.identity().successor().pid()).thenRun(() -> {
				if (this.ended) {
					died();
				}
				else {
					this.scheduler.execute(this::died);
				}
			});
		}
	}

	/** An instance that is told to stop leaves nobody on purpose. */
	private synchronized boolean isFirst(UpgradeRecord upgrade) {
		boolean first = this.watched.isEmpty();
		if (first) {
			this.watched = Optional.of(upgrade);
			this.toldToStop = this.stopping.getAsBoolean();
		}
		return first;
	}

	private synchronized void died() {
		if (this.dead) {
			return;
		}
		this.dead = true;
		UpgradeRecord upgrade = this.watched.orElseThrow();
		this.overseers.accept(upgrade);
		InstanceInfo successor = upgrade.identity().successor();
		if (this.toldToStop || this.successorStops.getAsBoolean()) {
			logger.info("Generation {} (pid {}) was told to stop and has ended; nobody serves when this instance has "
					+ "let its clients finish", successor.generation(), successor.pid());
			return;
		}
		logger.error("Generation {} (pid {}) has ended after it had taken over, and nobody accepts connections. This "
				+ "instance (pid {}) lets its clients finish and then ends as failed, for its supervisor to start the "
				+ "application again; if there is none, start it", successor.generation(), successor.pid(),
				this.instance.info().pid());
		if (this.ended) {
			EngineLog.flush(LOG_LIMIT);
		}
		this.orphaned.complete(null);
	}

	/**
	 * Looks once more, when the engine has ended, and tells when nobody is left to serve.
	 * @return completed once that is so and those who have to know do
	 */
	CompletableFuture<Void> orphaned() {
		if (this.ended && isDying()) {
			died();
		}
		return this.orphaned;
	}

	private synchronized boolean isDying() {
		return this.watched.map((upgrade) -> upgrade.identity().successor().pid()).filter(this.dying::test).isPresent();
	}

	/**
	 * The engine's thread is about to end.
	 */
	void end() {
		this.ended = true;
		if (isDying()) {
			died();
		}
	}

}
