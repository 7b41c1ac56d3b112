package io.hotupgrade.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.hotupgrade.FailureReason;
import io.hotupgrade.InstanceInfo;
import io.hotupgrade.UpgradeOutcome;
import io.hotupgrade.UpgradePhase;
import io.hotupgrade.UpgradeRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint tells of an upgrade: flat, as scripts read it since the beginning,
 * whatever groups {@link UpgradeRecord} has. Instants are text in ISO 8601 with UTC, so
 * that they read the same whatever the application does to its own JSON.
 *
 * @param id unique id
 * @param state the state of the instance that answers; present only in the answer to a
 * request that begins or aborts an upgrade
 * @param rehearsal {@code true} for a rehearsal, in which the successor gets no
 * connection; absent for an upgrade
 * @param phase the phase it is in, or in which it ended
 * @param outcome how it ended; absent while it runs
 * @param reason why it did not succeed; absent while it runs and after success
 * @param message the same for people
 * @param predecessor the instance being replaced
 * @param successor the instance replacing it
 * @param startedAt when it was asked for
 * @param endedAt when it ended; absent while it runs
 * @param durationMillis how long it took; absent while it runs
 * @param timings milliseconds spent in each phase that it has left
 * @param receipt what happened to open connections
 * @param shift how far new connections have been moved; absent before the first step
 * @param output the successor's last lines of output, where it failed
 * @param warmUp how the successor warms or has warmed up; absent if it has not
 * @param start what the successor's start took; absent before it is ready
 * @param remark what else people should know; absent if there is nothing
 * @since 0.1.0
 */
@JsonInclude(Include.NON_NULL)
public record UpgradeDescriptor(String id, @Nullable UpgradePhase state, @Nullable Boolean rehearsal,
		UpgradePhase phase, @Nullable UpgradeOutcome outcome, @Nullable FailureReason reason, String message,
		InstanceInfo predecessor, InstanceInfo successor, String startedAt, @Nullable String endedAt,
		@Nullable Long durationMillis, Map<UpgradePhase, Long> timings, ReceiptDescriptor receipt,
		@Nullable ShiftDescriptor shift, List<String> output, @Nullable WarmUpDescriptor warmUp,
		@Nullable StartDescriptor start, @Nullable String remark) implements OperationResponseBody {

	/**
	 * Describes an upgrade in the status.
	 */
	static UpgradeDescriptor of(UpgradeRecord upgrade) {
		return describe(upgrade, null);
	}

	/**
	 * Describes the upgrade that a request has begun or is aborting.
	 */
	static UpgradeDescriptor ofRunning(UpgradeRecord upgrade) {
		return describe(upgrade, upgrade.phase());
	}

	private static UpgradeDescriptor describe(UpgradeRecord upgrade, @Nullable UpgradePhase state) {
		UpgradeRecord.Identity identity = upgrade.identity();
		UpgradeRecord.Progress progress = upgrade.progress();
		UpgradeRecord.Ending ending = upgrade.ending();
		return new UpgradeDescriptor(identity.id(), state, identity.rehearsal() ? true : null, progress.phase(),
				ending.outcome().orElse(null), ending.reason().orElse(null), ending.message(), identity.predecessor(),
				identity.successor(), identity.startedAt().toString(),
				ending.endedAt().map(Instant::toString).orElse(null),
				ending.endedAt().map((end) -> Duration.between(identity.startedAt(), end).toMillis()).orElse(null),
				millis(progress.timings()), ReceiptDescriptor.of(upgrade.receipt()),
				progress.shift().map(ShiftDescriptor::of).orElse(null), ending.output(),
				progress.warmUp().map(WarmUpDescriptor::of).orElse(null),
				progress.start().map(StartDescriptor::of).orElse(null),
				progress.remark().isEmpty() ? null : progress.remark());
	}

	/**
	 * Ordered by phase, which {@link UpgradeRecord.Progress#timings()} is not.
	 */
	private static Map<UpgradePhase, Long> millis(Map<UpgradePhase, Duration> timings) {
		Map<UpgradePhase, Long> millis = new EnumMap<>(UpgradePhase.class);
		timings.forEach((phase, time) -> millis.put(phase, time.toMillis()));
		return millis;
	}

}
