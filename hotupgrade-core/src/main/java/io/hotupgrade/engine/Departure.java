package io.hotupgrade.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;
import org.jspecify.annotations.Nullable;

/**
 * How this instance takes leave of its clients, its successor and its background work,
 * once, whatever it leaves for. Thread-safe.
 */
final class Departure {

	private static final EngineLog logger = EngineLog.of(Departure.class);

	/** For the last words of an engine whose log can be written. */
	private static final Duration LOG_LIMIT = Duration.ofSeconds(1);

	/**
	 * A machine without time for the engine leaves little to those who end the process.
	 */
	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

	/** The engine's own timer completes what the limit is for, unless it is closed. */
	private static final Duration WORK_MARGIN = Duration.ofSeconds(5);

	private final EngineCall engine;

	private final Predecessor predecessor;

	private final Descent descent;

	private final Overseers overseers;

	private final Drain drain;

	private final SessionExchange sessions;

	private final StateExchange state;

	private volatile Duration workLimit = Duration.ZERO;

	private @Nullable CompletableFuture<CutTraffic> over;

	Departure(EngineCall engine, Predecessor predecessor, Descent descent, Overseers overseers, Drain drain,
			SessionExchange sessions, StateExchange state) {
		this.engine = engine.within(ANSWER_LIMIT);
		this.predecessor = predecessor;
		this.descent = descent;
		this.overseers = overseers;
		this.drain = drain;
		this.sessions = sessions;
		this.state = state;
	}

	/**
	 * Tells how long the background work may take to stop.
	 */
	void limitWork(Duration limit) {
		this.workLimit = limit;
	}

	/**
	 * Leaves; whoever comes later waits for the same.
	 * @return what had to be cut
	 */
	CutTraffic run() {
		CompletableFuture<CutTraffic> result = new CompletableFuture<>();
		synchronized (this) {
			if (this.over != null) {
				return this.over.join();
			}
			this.over = result;
		}
		try {
			result.complete(leave());
		}
		finally {
			result.complete(CutTraffic.NONE);
		}
		return result.join();
	}

	/**
	 * Clients are taken leave of whatever the engine does: one that fails, or is late on
	 * a machine that has no time for it, costs the order of things, and no request.
	 */
	private CutTraffic leave() {
		CompletableFuture<Void> workStopped = new CompletableFuture<>();
		boolean alone = tell("stops", () -> stop(workStopped), false);
		CutTraffic cut = this.drain.run(alone, () -> this.engine.later(this.predecessor::listenersClosed));
		this.sessions.leave();
		workStopped.completeOnTimeout(null, this.workLimit.plus(WORK_MARGIN).toMillis(), TimeUnit.MILLISECONDS).join();
		this.state.awaitTaken();
		this.state.giveBack();
		tell("has been drained", () -> {
			this.predecessor.drained(cut);
			this.overseers.drained();
			return true;
		}, false);
		EngineLog.flush(LOG_LIMIT);
		return cut;
	}

	private boolean tell(String what, Supplier<Boolean> task, boolean otherwise) {
		try {
			return this.engine.call(task);
		}
		catch (RuntimeException ex) {
			logger.warn("The upgrade engine could not be told that this instance {}; it is drained all the same", what,
					ex);
			return otherwise;
		}
	}

	private boolean stop(CompletableFuture<Void> workStopped) {
		this.overseers.stopping();
		this.predecessor.stop();
		this.descent.stop();
		this.predecessor.stopWork().thenRun(() -> workStopped.complete(null));
		return !this.predecessor.isReplaced() && this.descent.isAlone();
	}

}
