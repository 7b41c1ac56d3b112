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
 */
public record UpgradeRecord(String id, UpgradePhase phase, Optional<UpgradeOutcome> outcome,
		Optional<FailureReason> reason, String message, InstanceInfo predecessor, InstanceInfo successor,
		Instant startedAt, Optional<Instant> endedAt, Map<UpgradePhase, Duration> timings, UpgradeReceipt receipt,
		List<String> output) {

	public UpgradeRecord {
		timings = Map.copyOf(timings);
		output = List.copyOf(output);
	}

}
