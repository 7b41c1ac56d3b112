package io.hotupgrade.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.AdoptedProcess;
import io.hotupgrade.internal.process.HandOff;

/**
 * What a successor does when its predecessor is gone, or was never found. Used on the
 * engine's thread only.
 */
final class PredecessorLoss {

	private static final EngineLog logger = EngineLog.of(PredecessorLoss.class);

	/** A process that dies closes its channel a moment before it is gone. */
	private static final Duration DEATH_GRACE = Duration.ofSeconds(1);

	private final Succession succession;

	private final Instance instance;

	private final OwnUpgrade own;

	private final WorkHandover work;

	private final ResourceClaim claim;

	private final TrafficReporter reporter;

	private final Settling settling;

	private final EngineScheduler scheduler;

	private final Runnable exit;

	/** Launched by a process that could not be reached. */
	private boolean orphan;

	/**
	 * Creates it.
	 * @param succession how this instance stands to its predecessor
	 * @param instance this instance
	 * @param own what is known of the upgrade
	 * @param work the background work of this instance
	 * @param claim waits for what cannot exist twice
	 * @param reporter reports to the predecessor
	 * @param settling gets this instance ready to be a predecessor
	 * @param scheduler the engine's thread
	 * @param exit begins to leave this process
	 */
	PredecessorLoss(Succession succession, Instance instance, OwnUpgrade own, WorkHandover work, ResourceClaim claim,
			TrafficReporter reporter, Settling settling, EngineScheduler scheduler, Runnable exit) {
		this.succession = succession;
		this.instance = instance;
		this.own = own;
		this.work = work;
		this.claim = claim;
		this.reporter = reporter;
		this.settling = settling;
		this.scheduler = scheduler;
		this.exit = exit;
	}

	/**
	 * Nobody has answered.
	 */
	void notFound() {
		HandOff.restoreOutput();
		HandOff.restorePriority();
		if (this.own.isRehearsal()) {
			// The start fails where it would bind the first port, if not before.
			this.claim.refuse("it could not be reached");
			return;
		}
		this.succession.enter(Succession.State.ALONE);
		this.own.begun()
			.ifPresentOrElse(this::orphaned,
					() -> logger.info("This instance has no predecessor and starts as the first"));
		this.work.release(this.scheduler.now());
		this.claim.grant();
	}

	private void orphaned(UpgradeRecord begun) {
		this.orphan = true;
		this.succession.inherits();
		this.instance.inherit(begun.identity().successor().generation(), List.of(), List.of());
		logger.warn(
				"The predecessor (pid {}), which has launched this instance, cannot be reached; this instance "
						+ "(generation {}) serves alone if the ports are free",
				begun.identity().predecessor().pid(), begun.identity().successor().generation());
	}

	/**
	 * The ports are bound, so nobody else has them. Before, it could not be told whether
	 * only the control socket was missing.
	 */
	void bound() {
		if (!this.orphan) {
			return;
		}
		this.orphan = false;
		long pid = this.own.begun().orElseThrow().identity().predecessor().pid();
		if (!AdoptedProcess.isRunning(pid)) {
			remember(("The predecessor (pid %d) ended before this instance could speak to it; this instance serves "
					+ "alone and does not know of earlier upgrades")
				.formatted(pid));
		}
	}

	/**
	 * Whatever the predecessor had in mind: one that has died cannot serve. Only a
	 * version that nobody wanted to serve yet does not take its place.
	 */
	void gone() {
		if (this.own.isRehearsal()) {
			leaveRehearsal();
			return;
		}
		Attempts attempts = new Attempts();
		boolean rolledBack = this.succession.is(Succession.State.ROLLED_BACK);
		if (!rolledBack) {
			attempts.run(() -> this.work.releaseAfter(predecessorExit()))
				.run(() -> this.claim.grantAfter(predecessorExit()));
		}
		if (rolledBack && !this.succession.isStopping()) {
			this.scheduler.schedule(this::leaveOrServe, DEATH_GRACE);
		}
		else if (!this.succession.is(Succession.State.ALONE) && !this.succession.isStopping()) {
			attempts.run(this::serveAlone);
		}
		attempts.end();
	}

	private void leaveRehearsal() {
		this.claim.refuse("it is gone");
		if (!this.succession.isStopping()) {
			logger.warn("The instance that rehearses its upgrade to this version is gone; this process ends");
			this.exit.run();
		}
	}

	/**
	 * The predecessor has let go of a process that it wants ended. If it is well, it has
	 * just not been able to see or signal this process, as behind a script.
	 */
	private void leaveOrServe() {
		if (this.succession.isStopping()) {
			return;
		}
		if (AdoptedProcess.isRunning(this.succession.predecessorPid())) {
			this.exit.run();
		}
		else {
			serveAlone();
		}
	}

	/**
	 * Whatever goes wrong on the way: nobody else serves.
	 */
	private void serveAlone() {
		Succession.State before = this.succession.state();
		this.succession.enter(Succession.State.ALONE);
		Attempts attempts = new Attempts().run(this.reporter::stop);
		if (before.isUncommitted()) {
			attempts.run(HandOff::restoreOutput).run(HandOff::restorePriority);
		}
		attempts
			.run(() -> logger.warn("The predecessor is gone before its time; this instance goes on and serves alone"))
			.run(this.settling::begin)
			.run(() -> this.work.resume(this.scheduler.now()))
			.run(() -> this.work.releaseAfter(predecessorExit()))
			.run(this::rememberDeath)
			.end();
	}

	private CompletableFuture<?> predecessorExit() {
		CompletableFuture<?> over = CompletableFuture.completedFuture(null);
		return AdoptedProcess.of(this.succession.predecessorPid())
			.<CompletableFuture<?>>map(AdoptedProcess::onExit)
			.orElse(over);
	}

	private void rememberDeath() {
		UpgradeRecord running = this.instance.running();
		remember("The predecessor's process (pid %d) ended%s, before it had reported that it was drained"
			.formatted(this.succession.predecessorPid(), (running != null) ? " in phase " + running.phase() : ""));
	}

	private void remember(String message) {
		this.own.endedAlone(this.instance.running(), this.instance.info(), message, this.scheduler.now())
			.ifPresent(this.instance::ended);
	}

}
