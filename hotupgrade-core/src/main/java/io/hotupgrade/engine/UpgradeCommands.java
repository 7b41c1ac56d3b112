package io.hotupgrade.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.hotupgrade.Preflight;
import io.hotupgrade.RefusalReason;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeRefusedException;
import io.hotupgrade.UpgradeRequest;
import io.hotupgrade.internal.log.EngineLog;

/**
 * What people and programs ask an instance to do about upgrades. Thread-safe.
 */
final class UpgradeCommands {

	private static final EngineLog logger = EngineLog.of(UpgradeCommands.class);

	private final EngineCall engine;

	private final Instance instance;

	private final Predecessor predecessor;

	private final Descent descent;

	private final UpgradePreconditions preconditions;

	private final LaunchInspection inspection;

	private final ParentCheck parents;

	private final StartPreparer preparer;

	private final Runnable exit;

	UpgradeCommands(EngineCall engine, Instance instance, Predecessor predecessor, Descent descent,
			UpgradePreconditions preconditions, LaunchInspection inspection, ParentCheck parents,
			StartPreparer preparer, Runnable exit) {
		this.engine = engine;
		this.instance = instance;
		this.predecessor = predecessor;
		this.descent = descent;
		this.preconditions = preconditions;
		this.inspection = inspection;
		this.parents = parents;
		this.preparer = preparer;
		this.exit = exit;
	}

	Preflight check(UpgradeRequest request) {
		this.engine.unlessCurrent(this.parents::ask);
		List<Preflight.Finding> findings = new ArrayList<>(
				this.engine.call(() -> this.preconditions.look(request)).findings());
		findings.addAll(this.inspection.look(request));
		findings.sort(Comparator.comparing(Preflight.Finding::severity));
		return new Preflight(findings);
	}

	/**
	 * Goes through what is looked at before an upgrade, and keeps none of it: the classes
	 * for that are loaded before clients have their requests compiled, and so without
	 * compiled code being thrown away in the moment of an upgrade. Not to be called on
	 * the engine's thread.
	 */
	void practise() {
		try {
			this.engine.call(() -> this.preconditions.look(UpgradeRequest.asConfigured()));
			this.inspection.practise(UpgradeRequest.asConfigured());
		}
		catch (RuntimeException ex) {
			logger.debug("What an upgrade would meet could not be looked at", ex);
		}
	}

	UpgradeRecord upgrade(UpgradeRequest request) {
		return begin(request, () -> this.preconditions.check(request), () -> this.predecessor.begin(request));
	}

	UpgradeRecord rehearse(UpgradeRequest request) {
		return begin(request, () -> this.preconditions.checkRehearsal(request),
				() -> this.predecessor.rehearse(request));
	}

	/**
	 * Prepares the start that an upgrade would do now, and waits until that is done. Not
	 * to be called on the engine's thread.
	 */
	StartPreparer.Outcome prepare(UpgradeRequest request) {
		CompletableFuture<StartPreparer.Outcome> done = new CompletableFuture<>();
		this.engine.call(() -> {
			if (!this.preparer.isWanted()) {
				throw new UpgradeRefusedException(RefusalReason.UNSUPPORTED, "", "Upgrades start from the jar",
						"Set hotupgrade.launch.prepare to extract or train");
			}
			this.preconditions.checkPreparation(request);
			this.preparer.begin(request, done::complete);
			return null;
		});
		StartPreparer.Outcome outcome = done.join();
		logger.info("For the next upgrade: {}", outcome.description());
		return outcome;
	}

	private UpgradeRecord begin(UpgradeRequest request, Runnable check, Supplier<UpgradeRecord> beginning) {
		// Whoever asks can wait for an answer, the engine's thread cannot.
		this.engine.unlessCurrent(this.parents::ask);
		// The jar is not read for a request that is refused anyway.
		this.engine.call(() -> {
			check.run();
			return null;
		});
		this.inspection.check(request);
		tellFindings(request);
		return this.engine.call(() -> {
			check.run();
			return beginning.get();
		});
	}

	/** Whoever looks for the cause of a failure later finds them before it. */
	private void tellFindings(UpgradeRequest request) {
		List<Preflight.Finding> findings = new ArrayList<>(
				this.engine.call(() -> this.preconditions.look(request)).findings());
		findings.addAll(this.inspection.warnings(request));
		findings.forEach((finding) -> logger.warn("Before the launch ({}): {}", finding.reason(), finding.message()));
	}

	UpgradeRecord proceed() {
		return this.engine.call(() -> {
			UpgradeRecord running = this.instance.running();
			int step = (running != null)
					? running.progress().shift().filter(ShiftStatus::waiting).map(ShiftStatus::step).orElse(0) : 0;
			if (step == 0 || running.ending().reason().isPresent()) {
				throw new UpgradeRefusedException(RefusalReason.NOT_AT_GATE,
						"No upgrade waits at a gate, which is a step of hotupgrade.shift that ends with 'until continued'");
			}
			side().proceed(step);
			return latest(running);
		});
	}

	UpgradeRecord abort() {
		return this.engine.call(() -> {
			UpgradeRecord running = this.instance.running();
			if (running == null) {
				throw new UpgradeRefusedException(RefusalReason.NOTHING_TO_ABORT, "No upgrade is under way");
			}
			if (running.phase() == UpgradePhase.DRAINING) {
				throw new UpgradeRefusedException(RefusalReason.TOO_LATE_TO_ABORT,
						"Upgrade %s is past its point of no return: the successor serves alone"
							.formatted(running.id()));
			}
			side().abort();
			return latest(running);
		});
	}

	/** Lets this instance stop without a successor, which begins with a drain. */
	void leave() {
		this.engine.call(() -> {
			this.preconditions.checkMoment();
			this.exit.run();
			return null;
		});
	}

	/** An instance is at one side of one upgrade at most. */
	private UpgradeSide side() {
		return (this.predecessor.phase() != UpgradePhase.SERVING) ? this.predecessor : this.descent;
	}

	private UpgradeRecord latest(UpgradeRecord known) {
		return this.instance.snapshot().running().orElse(known);
	}

}
