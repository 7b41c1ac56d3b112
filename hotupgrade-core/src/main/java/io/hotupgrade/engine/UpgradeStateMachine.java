package io.hotupgrade.engine;

import java.util.List;
import java.util.Optional;

import io.hotupgrade.FailureReason;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;

/**
 * The life of an instance as predecessor: decides, and does nothing itself. Immutable, so
 * that all its states can be explored by a test.
 * <p>
 * Whatever happens before {@link UpgradePhase#DRAINING} leads back to serving. Between a
 * failure and the moment when the successor's process is reaped the machine is
 * <em>ending</em>: it stays in the phase in which the failure found it, already serves
 * alone, and lets no other upgrade begin.
 * <p>
 * A <em>rehearsal</em> goes the same way as far as {@link UpgradePhase#STARTING}: where
 * an upgrade would move the first connections, it is ending.
 *
 * @param phase the phase
 * @param sharing whether both instances get new connections: in
 * {@link UpgradePhase#SHIFTING} only
 * @param ending how the upgrade will end, once the successor's process is gone
 * @param stopping whether this instance was told to stop
 * @param rehearsal whether what is under way is a rehearsal
 */
record UpgradeStateMachine(UpgradePhase phase, Sharing sharing, Optional<Ending> ending, boolean stopping,
		boolean rehearsal) {

	static final UpgradeStateMachine INITIAL = new UpgradeStateMachine(UpgradePhase.SERVING, Sharing.NOT_YET,
			Optional.empty(), false, false);

	/**
	 * Whether the successor has had traffic.
	 * @return {@code true} from the first step of moving new connections on
	 */
	boolean hasShared() {
		return this.phase.isCommitted() || this.sharing != Sharing.NOT_YET;
	}

	/**
	 * Answers an event.
	 * @param event the event
	 * @return the next state and what to do
	 */
	Transition on(UpgradeEvent event) {
		if (event instanceof UpgradeEvent.StopRequested) {
			return stop();
		}
		if (event instanceof UpgradeEvent.Again again) {
			return again(again.action());
		}
		if (this.phase == UpgradePhase.SERVING) {
			return (event instanceof UpgradeEvent.Requested request && !this.stopping) ? begin(request) : stay();
		}
		if (this.phase == UpgradePhase.DRAINING) {
			return stay();
		}
		return this.ending.isPresent() ? whileEnding(event) : whileUpgrading(event);
	}

	private Transition begin(UpgradeEvent.Requested request) {
		UpgradeStateMachine begun = new UpgradeStateMachine(this.phase, this.sharing, this.ending, this.stopping,
				request.rehearsal());
		return request.prepare() ? begun.to(UpgradePhase.PREPARING, UpgradeAction.PREPARE)
				: begun.to(UpgradePhase.LAUNCHING, UpgradeAction.LAUNCH);
	}

	private Transition whileUpgrading(UpgradeEvent event) {
		if (event instanceof UpgradeEvent.Failed failed) {
			return end(Ending.failed(outcomeOfFailure(), failed.reason(), failed.message()));
		}
		if (event instanceof UpgradeEvent.AbortRequested abort) {
			return end(Ending.failed(UpgradeOutcome.ABORTED, FailureReason.ABORT_REQUESTED, abort.message()));
		}
		if (event instanceof UpgradeEvent.SuccessorExited exited) {
			return close(Ending.failed(outcomeOfFailure(), FailureReason.SUCCESSOR_EXITED, exited.message()),
					UpgradeAction.TAKE_BACK, UpgradeAction.CLOSE_RECORD);
		}
		return progress(event);
	}

	private Transition progress(UpgradeEvent event) {
		if (event instanceof UpgradeEvent.Requested) {
			return stay();
		}
		if (event instanceof UpgradeEvent.Continued && this.phase != UpgradePhase.SHIFTING) {
			return stay();
		}
		return switch (this.phase) {
			case PREPARING -> (event instanceof UpgradeEvent.Prepared)
					? to(UpgradePhase.LAUNCHING, UpgradeAction.LAUNCH) : violation(event);
			case LAUNCHING -> (event instanceof UpgradeEvent.Bound)
					? to(UpgradePhase.STARTING, UpgradeAction.CHECK_LISTENERS) : violation(event);
			case STARTING -> (event instanceof UpgradeEvent.Ready) ? ready() : violation(event);
			case SHIFTING -> shifting(event);
			case PROBATION -> (event instanceof UpgradeEvent.ProbationOver)
					? to(UpgradePhase.DRAINING, UpgradeAction.LEAVE) : violation(event);
			default -> stay();
		};
	}

	private Transition ready() {
		return this.rehearsal ? end(Ending.REHEARSED) : to(UpgradePhase.SHIFTING, UpgradeAction.SHIFT);
	}

	private Transition shifting(UpgradeEvent event) {
		if (event instanceof UpgradeEvent.Shifted) {
			return to(UpgradePhase.PROBATION, UpgradeAction.BEGIN_PROBATION);
		}
		if (event instanceof UpgradeEvent.StepBegun step) {
			return share(step.gate() ? Sharing.AT_GATE : Sharing.FOR_A_WHILE);
		}
		if (event instanceof UpgradeEvent.StepOver || event instanceof UpgradeEvent.Continued) {
			boolean due = this.sharing == ((event instanceof UpgradeEvent.Continued) ? Sharing.AT_GATE
					: Sharing.FOR_A_WHILE);
			return due ? new Transition(this, List.of(UpgradeAction.SHIFT), Optional.empty()) : stay();
		}
		return violation(event);
	}

	private Transition share(Sharing how) {
		return new Transition(new UpgradeStateMachine(this.phase, how, this.ending, this.stopping, this.rehearsal),
				List.of(), Optional.empty());
	}

	private Transition again(UpgradeAction action) {
		boolean due = switch (action) {
			case TAKE_BACK, TERMINATE_SUCCESSOR -> this.ending.isPresent();
			case LEAVE -> this.phase == UpgradePhase.DRAINING && !this.stopping;
			default -> false;
		};
		return due ? new Transition(this, List.of(action), Optional.empty()) : stay();
	}

	private Transition whileEnding(UpgradeEvent event) {
		return (event instanceof UpgradeEvent.SuccessorExited)
				? close(this.ending.orElseThrow(), UpgradeAction.CLOSE_RECORD) : stay();
	}

	private Transition close(Ending ending, UpgradeAction... actions) {
		UpgradePhase next = this.stopping ? UpgradePhase.DRAINING : UpgradePhase.SERVING;
		return new Transition(new UpgradeStateMachine(next, Sharing.NOT_YET, Optional.empty(), this.stopping, false),
				List.of(actions), Optional.of(ending));
	}

	private Transition stop() {
		UpgradeStateMachine stopping = new UpgradeStateMachine(this.phase, this.sharing, this.ending, true,
				this.rehearsal);
		if (this.phase == UpgradePhase.SERVING || this.phase == UpgradePhase.PROBATION && this.ending.isEmpty()) {
			return stopping.to(UpgradePhase.DRAINING);
		}
		if (this.phase == UpgradePhase.DRAINING || this.ending.isPresent()) {
			return stopping.stay();
		}
		return stopping.end(Ending.failed(UpgradeOutcome.ABORTED, FailureReason.PREDECESSOR_STOPPED,
				"This instance was told to stop before its successor had taken over"));
	}

	private UpgradeOutcome outcomeOfFailure() {
		return hasShared() ? UpgradeOutcome.ROLLED_BACK : UpgradeOutcome.FAILED;
	}

	private Transition violation(UpgradeEvent event) {
		return end(Ending.failed(outcomeOfFailure(), FailureReason.PROTOCOL_VIOLATION,
				"The successor reported " + event.getClass().getSimpleName() + " in phase " + this.phase
						+ ", where the protocol does not allow it; check that both versions are compatible"));
	}

	private Transition end(Ending end) {
		return new Transition(
				new UpgradeStateMachine(this.phase, this.sharing, Optional.of(end), this.stopping, this.rehearsal),
				List.of(UpgradeAction.TAKE_BACK, UpgradeAction.TERMINATE_SUCCESSOR), Optional.empty());
	}

	private Transition to(UpgradePhase next, UpgradeAction... actions) {
		return new Transition(
				new UpgradeStateMachine(next, Sharing.NOT_YET, Optional.empty(), this.stopping, this.rehearsal),
				List.of(actions), Optional.empty());
	}

	private Transition stay() {
		return new Transition(this, List.of(), Optional.empty());
	}

	/**
	 * Whether both instances get new connections, and until when.
	 */
	enum Sharing {

		/** Only one of them does. */
		NOT_YET,

		/** Both do, until the step's time is over. */
		FOR_A_WHILE,

		/** Both do, until somebody says to go on. */
		AT_GATE

	}

	/**
	 * How an upgrade ends in which the successor does not take over.
	 *
	 * @param outcome the outcome
	 * @param reason why, for scripts; empty if nobody wanted it to take over
	 * @param message why, for people
	 */
	record Ending(UpgradeOutcome outcome, Optional<FailureReason> reason, String message) {

		static final Ending REHEARSED = new Ending(UpgradeOutcome.REHEARSED, Optional.empty(),
				"The new version became ready, and the rehearsal is over");

		static Ending failed(UpgradeOutcome outcome, FailureReason reason, String message) {
			return new Ending(outcome, Optional.of(reason), message);
		}

		boolean isFailure() {
			return this.outcome != UpgradeOutcome.REHEARSED;
		}

	}

	/**
	 * An answer to an event.
	 *
	 * @param next the next state
	 * @param actions what to do, in this order
	 * @param closed how the upgrade ended, if it ended without success just now
	 */
	record Transition(UpgradeStateMachine next, List<UpgradeAction> actions, Optional<Ending> closed) {
	}

}
