package io.hotupgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One upgrade, or its rehearsal: while it runs, and afterwards in the history. Immutable:
 * what goes on gives new records of the same {@link #id()}.
 *
 * @param identity which upgrade it is; the same from its beginning to its end, but for
 * what becomes known of the successor
 * @param progress how far it has got
 * @param ending how it ended, or why it is being ended
 * @param receipt what happened to open connections
 * @since 0.1.0
 */
public record UpgradeRecord(Identity identity, Progress progress, Ending ending, UpgradeReceipt receipt) {

	/**
	 * Creates the record of an upgrade that goes on, before its commit.
	 * @param identity see {@link #identity()}
	 * @param progress see {@link #progress()}
	 */
	public UpgradeRecord(Identity identity, Progress progress) {
		this(identity, progress, Ending.NONE, UpgradeReceipt.EMPTY);
	}

	/**
	 * Short for the id of its {@link #identity()}.
	 * @return the upgrade's unique id
	 */
	public String id() {
		return this.identity.id();
	}

	/**
	 * Short for the phase of its {@link #progress()}.
	 * @return the phase it is in, or in which it ended
	 */
	public UpgradePhase phase() {
		return this.progress.phase();
	}

	/**
	 * Short for {@link Identity#rehearsal()} of its {@link #identity()}.
	 * @return whether the successor gets no traffic and is ended
	 */
	public boolean isRehearsal() {
		return this.identity.rehearsal();
	}

	/**
	 * Which of the two instances new connections go to when the switch that is under way
	 * is done: the successor from the commit on, unless the upgrade does not succeed.
	 * @return one of the two
	 */
	public InstanceInfo serving() {
		boolean succeeds = this.ending.outcome()
			.map(UpgradeOutcome.SUCCEEDED::equals)
			.orElseGet(() -> phase().isCommitted() && this.ending.reason().isEmpty());
		return succeeds ? this.identity.successor() : this.identity.predecessor();
	}

	/**
	 * The same upgrade, further on.
	 * @param further how far
	 * @return the record
	 */
	public UpgradeRecord with(Progress further) {
		return new UpgradeRecord(this.identity, further, this.ending, this.receipt);
	}

	/**
	 * The same upgrade with another ending.
	 * @param other how it ended
	 * @return the record
	 */
	public UpgradeRecord with(Ending other) {
		return new UpgradeRecord(this.identity, this.progress, other, this.receipt);
	}

	/**
	 * Which upgrade it is.
	 *
	 * @param id unique id
	 * @param predecessor the instance being replaced
	 * @param successor the instance replacing it
	 * @param startedAt when it was asked for, by the predecessor's wall clock
	 * @param rehearsal whether it is a rehearsal, in which the successor gets no traffic
	 * and is ended as soon as it is ready
	 */
	public record Identity(String id, InstanceInfo predecessor, InstanceInfo successor, Instant startedAt,
			boolean rehearsal) {

		/**
		 * Creates the identity of an upgrade that is no rehearsal.
		 * @param id see {@link #id()}
		 * @param predecessor see {@link #predecessor()}
		 * @param successor see {@link #successor()}
		 * @param startedAt see {@link #startedAt()}
		 */
		public Identity(String id, InstanceInfo predecessor, InstanceInfo successor, Instant startedAt) {
			this(id, predecessor, successor, startedAt, false);
		}

		/**
		 * The same, with more known of the successor.
		 * @param known what is known
		 * @return the identity
		 */
		public Identity withSuccessor(InstanceInfo known) {
			return new Identity(this.id, this.predecessor, known, this.startedAt, this.rehearsal);
		}

	}

	/**
	 * How far an upgrade has got.
	 *
	 * @param phase the phase it is in, or in which it ended
	 * @param timings time spent in each phase that it has left, by the predecessor's
	 * monotonic clock
	 * @param shift how far new connections were moved to the successor; empty before the
	 * first step
	 * @param warmUp how the successor warms or has warmed up; empty if it has not
	 * @param start what the successor's start took; empty before it is ready
	 * @param remark what else people should know of it, such as that it brought nothing
	 * new; empty if there is nothing
	 */
	public record Progress(UpgradePhase phase, Map<UpgradePhase, Duration> timings, Optional<ShiftStatus> shift,
			Optional<WarmUpReport> warmUp, Optional<StartReport> start, String remark) {

		public Progress {
			timings = Map.copyOf(timings);
		}

		/**
		 * Creates the progress of an upgrade that has nothing to tell but its phase.
		 * @param phase see {@link #phase()}
		 */
		public Progress(UpgradePhase phase) {
			this(phase, Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), "");
		}

		/**
		 * The same, with connections moved further.
		 * @param further how far
		 * @return the progress
		 */
		public Progress withShift(ShiftStatus further) {
			return new Progress(this.phase, this.timings, Optional.of(further), this.warmUp, this.start, this.remark);
		}

		/**
		 * The same once the upgrade is over, when nobody can say to go on any more.
		 * @return the progress
		 */
		public Progress ended() {
			return new Progress(this.phase, this.timings, this.shift.map(ShiftStatus::ended), this.warmUp, this.start,
					this.remark);
		}

	}

	/**
	 * How an upgrade ended. The reason and the message are there as soon as it is sure
	 * not to succeed, the outcome only when everything is undone. A rehearsal that went
	 * well has a message and no reason.
	 *
	 * @param outcome how it ended; empty while it runs
	 * @param reason why it does not succeed, or not as planned; empty while it goes on
	 * and after success
	 * @param message the same for people: what happened and what to do; empty while an
	 * upgrade goes on, and after success
	 * @param endedAt when it ended, by the wall clock of the instance that tells it;
	 * empty while it runs
	 * @param output the successor's last lines of output, where it failed
	 */
	public record Ending(Optional<UpgradeOutcome> outcome, Optional<FailureReason> reason, String message,
			Optional<Instant> endedAt, List<String> output) {

		/** The ending of an upgrade that goes on. */
		public static final Ending NONE = new Ending(Optional.empty(), Optional.empty(), "", Optional.empty(),
				List.of());

		public Ending {
			output = List.copyOf(output);
		}

		/**
		 * Whether the upgrade ended as it was meant to.
		 * @return {@code false} also while it runs
		 */
		public boolean isSuccess() {
			return this.outcome.filter(UpgradeOutcome.SUCCEEDED::equals).isPresent();
		}

		/**
		 * The same without the output, which may be long.
		 * @return the ending
		 */
		public Ending withoutOutput() {
			return new Ending(this.outcome, this.reason, this.message, this.endedAt, List.of());
		}

	}

}
