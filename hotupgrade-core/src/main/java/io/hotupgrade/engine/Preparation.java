package io.hotupgrade.engine;

import java.io.IOException;
import java.util.concurrent.Executor;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Gets over with what takes time at the first upgrade. Used on the engine's thread only.
 */
final class Preparation {

	private static final EngineLog logger = EngineLog.of(Preparation.class);

	private final Predecessor predecessor;

	private final Descent descent;

	private final ListenerSteering steering;

	private final StrangerWatch strangers;

	private final UpgradePreconditions.Reachability control;

	private final ParentCheck parents;

	private final Executor executor;

	private final StartPreparer preparer;

	private final Runnable practice;

	/**
	 * Creates it.
	 * @param predecessor this instance in its role as predecessor
	 * @param descent where it comes from
	 * @param steering steers its listeners
	 * @param strangers looks who else listens
	 * @param control lets others reach it
	 * @param parents what is above its process
	 * @param executor for what the engine's thread cannot wait for
	 * @param preparer prepares the start of the next successor
	 * @param practice goes through what a request for an upgrade has to go through
	 */
	Preparation(Predecessor predecessor, Descent descent, ListenerSteering steering, StrangerWatch strangers,
			UpgradePreconditions.Reachability control, ParentCheck parents, Executor executor, StartPreparer preparer,
			Runnable practice) {
		this.predecessor = predecessor;
		this.descent = descent;
		this.steering = steering;
		this.strangers = strangers;
		this.control = control;
		this.parents = parents;
		this.executor = executor;
		this.preparer = preparer;
		this.practice = practice;
	}

	/**
	 * Prepares, unless there was need of it before. The program keeps new connections
	 * here even if another process joins the port, and one that wants to take over finds
	 * the control socket. An upgrade that has begun meanwhile steers as it needs.
	 */
	void run() {
		if (this.predecessor.isStopping()) {
			return;
		}
		try {
			logger.debug("Steering: {}", this.steering.status());
			if (this.descent.isSole() && !this.predecessor.isUpgrading()) {
				this.steering.toFirst();
			}
			this.strangers.begin();
		}
		catch (RuntimeException ex) {
			logger.warn("New connections cannot be steered, so upgrades will not be possible: {}", ex.toString());
		}
		openControlPoint();
		this.executor.execute(this.parents::tell);
		this.executor.execute(this.practice);
		this.preparer.prepareOwn();
	}

	/** Also removes what a killed predecessor has left there. */
	void openControlPoint() {
		try {
			this.control.open();
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("No other instance can reach this one before that is repaired: {}", ex.getMessage());
		}
	}

}
