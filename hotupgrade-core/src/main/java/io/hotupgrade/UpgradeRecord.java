package io.hotupgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One upgrade: while it runs, and afterwards in the history.
 *
 * @param id unique id
 * @param phase the phase it is in, or in which it ended
 * @param outcome how it ended; empty while it runs
 * @param reason why it did not succeed, or not as planned; empty while it runs and after
 * success
 * @param message the same for people: what happened and what to do; empty after success
 * @param predecessor the instance being replaced
 * @param successor the instance replacing it
 * @param startedAt when it was asked for
 * @param endedAt when it ended; empty while it runs
 * @param timings time spent in each phase that it has left
 * @param receipt what happened to open connections
 * @param output the successor's last lines of output, where it failed
 * @param shift how far new connections were moved to the successor; empty before the
 * first step
 * @param warmUp how the successor warms or has warmed up; empty if it has not
 * @param remark what else people should know of it, such as that it brought nothing new;
 * empty if there is nothing
 */
public record UpgradeRecord(String id, UpgradePhase phase, Optional<UpgradeOutcome> outcome,
		Optional<FailureReason> reason, String message, InstanceInfo predecessor, InstanceInfo successor,
		Instant startedAt, Optional<Instant> endedAt, Map<UpgradePhase, Duration> timings, UpgradeReceipt receipt,
		List<String> output, Optional<ShiftStatus> shift, Optional<WarmUpReport> warmUp, String remark) {

	public UpgradeRecord {
		timings = Map.copyOf(timings);
		output = List.copyOf(output);
	}

	/**
	 * Creates the record of an upgrade without a warm-up in which no connection was
	 * moved, and of which there is nothing to remark.
	 * @param id see {@link #id()}
	 * @param phase see {@link #phase()}
	 * @param outcome see {@link #outcome()}
	 * @param reason see {@link #reason()}
	 * @param message see {@link #message()}
	 * @param predecessor see {@link #predecessor()}
	 * @param successor see {@link #successor()}
	 * @param startedAt see {@link #startedAt()}
	 * @param endedAt see {@link #endedAt()}
	 * @param timings see {@link #timings()}
	 * @param receipt see {@link #receipt()}
	 * @param output see {@link #output()}
	 */
	public UpgradeRecord(String id, UpgradePhase phase, Optional<UpgradeOutcome> outcome,
			Optional<FailureReason> reason, String message, InstanceInfo predecessor, InstanceInfo successor,
			Instant startedAt, Optional<Instant> endedAt, Map<UpgradePhase, Duration> timings, UpgradeReceipt receipt,
			List<String> output) {
		this(id, phase, outcome, reason, message, predecessor, successor, startedAt, endedAt, timings, receipt, output,
				Optional.empty(), Optional.empty(), "");
	}

	/**
	 * The same upgrade, with connections moved further.
	 * @param further how far
	 * @return the record
	 */
	public UpgradeRecord withShift(ShiftStatus further) {
		return new UpgradeRecord(this.id, this.phase, this.outcome, this.reason, this.message, this.predecessor,
				this.successor, this.startedAt, this.endedAt, this.timings, this.receipt, this.output,
				Optional.of(further), this.warmUp, this.remark);
	}

}
