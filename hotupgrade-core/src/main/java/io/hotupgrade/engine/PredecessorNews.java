package io.hotupgrade.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.hotupgrade.ShiftStatus;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.internal.control.ControlMessage;
import io.hotupgrade.internal.control.Invitation;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.HandOff;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.state.StateExchange;

/**
 * What a successor makes of what it hears, or does not hear, of its predecessor. Used on
 * the engine's thread only.
 */
final class PredecessorNews implements PredecessorLink.Events {

	private static final EngineLog logger = EngineLog.of(PredecessorNews.class);

	private final Succession succession;

	private final Instance instance;

	private final OwnUpgrade own;

	private final WorkHandover work;

	private final TrafficReporter reporter;

	private final Settling settling;

	private final PredecessorSilence silence;

	private final PredecessorLoss loss;

	private final ResourceClaim claim;

	private final EngineScheduler scheduler;

	private final RequestLearning learning;

	private final SessionExchange sessions;

	private final StateExchange state;

	/**
	 * Creates it.
	 * @param succession how this instance stands to its predecessor
	 * @param instance this instance
	 * @param own what is known of the upgrade
	 * @param work the background work of this instance
	 * @param reporter reports to the predecessor
	 * @param settling gets this instance ready to be a predecessor
	 * @param silence for when nothing is heard
	 * @param loss for when the predecessor is gone
	 * @param claim waits for what cannot exist twice
	 * @param scheduler tells the time
	 * @param learning takes what the predecessor has learned
	 * @param sessions takes part in what the predecessor shares
	 * @param state comes for what the predecessor has
	 */
	PredecessorNews(Succession succession, Instance instance, OwnUpgrade own, WorkHandover work,
			TrafficReporter reporter, Settling settling, PredecessorSilence silence, PredecessorLoss loss,
			ResourceClaim claim, EngineScheduler scheduler, RequestLearning learning, SessionExchange sessions,
			StateExchange state) {
		this.succession = succession;
		this.instance = instance;
		this.own = own;
		this.work = work;
		this.reporter = reporter;
		this.settling = settling;
		this.silence = silence;
		this.loss = loss;
		this.claim = claim;
		this.scheduler = scheduler;
		this.learning = learning;
		this.sessions = sessions;
		this.state = state;
	}

	@Override
	public void disowned() {
		this.own.disown();
	}

	@Override
	public void notFound() {
		this.loss.notFound();
	}

	@Override
	public void welcomed(ControlMessage.Welcome answer) {
		EngineLog.about(answer.upgradeId());
		this.succession.inherits();
		this.succession.isAfter(answer.predecessor().pid());
		this.instance.inherit(answer.generation(), answer.command(), answer.history());
		this.own.welcomed(answer, this.instance.info(), this.scheduler.now());
		logger.info("This is generation {}, the successor of pid {}", answer.generation(), answer.predecessor().pid());
		this.claim.welcomed();
	}

	@Override
	public void received(ControlMessage message) {
		this.silence.over();
		if (message instanceof ControlMessage.Progress progress) {
			progressed(progress.upgrade());
		}
		else if (message instanceof ControlMessage.Shifted shifted) {
			shifted(shifted.shift());
		}
		else if (message instanceof ControlMessage.Committed) {
			committed();
		}
		else if (message instanceof ControlMessage.RolledBack rolledBack) {
			rolledBack(rolledBack.message());
		}
		else if (message instanceof ControlMessage.Learned learned) {
			this.learning.inherit(learned.requests());
		}
		else if (message instanceof ControlMessage.Sessions shared) {
			this.sessions.invited(new Invitation(Path.of(shared.socket()), shared.key()));
		}
		else if (message instanceof ControlMessage.State offered) {
			this.state.invited(new Invitation(Path.of(offered.socket()), offered.key()));
		}
		else if (message instanceof ControlMessage.StateReleased) {
			this.work.beforeStart(this.state::take);
		}
		else if (message instanceof ControlMessage.ResourcesReleased) {
			this.claim.grant();
		}
		else if (message instanceof ControlMessage.Names names) {
			this.instance.otherIsNamed(names.names());
		}
		else if (message instanceof ControlMessage.Released) {
			this.settling.begin();
		}
		else if (message instanceof ControlMessage.WorkReleased released) {
			this.work.release(Instant.ofEpochMilli(released.since()));
		}
		else if (message instanceof ControlMessage.Drained drained) {
			drained(drained.upgrade());
		}
	}

	private void progressed(UpgradeRecord upgrade) {
		if (upgrade.phase() == UpgradePhase.DRAINING) {
			this.reporter.stop();
			this.state.keep();
		}
		this.instance.progress(upgrade);
	}

	/**
	 * The predecessor has gone on, or has news of what both have got.
	 */
	private void shifted(ShiftStatus shift) {
		int before = this.instance.shiftStep();
		if (this.succession.is(Succession.State.AWAITED)) {
			this.succession.enter(Succession.State.SHARING);
			logger.info("This instance (generation {}, pid {}) gets its first connections",
					this.instance.info().generation(), this.instance.info().pid());
		}
		this.instance.shifted(shift);
		if (shift.step() != before) {
			this.reporter.report();
		}
	}

	private void committed() {
		this.succession.enter(Succession.State.COMMITTED);
		new Attempts().run(HandOff::restoreOutput).run(HandOff::restorePriority).end();
		logger.info("This instance (generation {}, pid {}) serves all new connections",
				this.instance.info().generation(), this.instance.info().pid());
	}

	private void rolledBack(String why) {
		this.succession.enter(Succession.State.ROLLED_BACK);
		this.reporter.stop();
		this.claim.refuse(why);
		this.work.stop();
		if (this.own.isRehearsal()) {
			logger.info("This process was started for a rehearsal, and is ended: {}", why);
		}
		else {
			logger.warn("The predecessor serves on and ends this process: {}", why);
		}
	}

	private void drained(UpgradeRecord upgrade) {
		this.succession.enter(Succession.State.ALONE);
		this.reporter.stop();
		this.claim.grant();
		this.instance.ended(upgrade);
		EngineLog.aboutNothing();
	}

	@Override
	public void silent(Duration lasting) {
		this.silence.lasts(lasting);
	}

	@Override
	public void gone() {
		this.loss.gone();
	}

}
