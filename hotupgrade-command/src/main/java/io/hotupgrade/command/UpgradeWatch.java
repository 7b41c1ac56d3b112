package io.hotupgrade.command;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.hotupgrade.UpgradeRecord;
import io.hotupgrade.UpgradeStatus;
import io.hotupgrade.internal.control.ControlMessage.OperatorStatus;

/**
 * Follows an upgrade to its end, at whichever of its two instances knows of it.
 */
final class UpgradeWatch {

	/** More than anybody waits. */
	private static final Duration UNLIMITED = Duration.ofDays(1000);

	private static final Duration INTERVAL = Duration.ofMillis(200);

	private final Instances instances;

	private final Interval interval;

	private final LongSupplier nanoTime;

	private final Duration limit;

	/**
	 * Creates it.
	 * @param instances the instances
	 * @param interval passes between two looks
	 * @param nanoTime the monotonic clock
	 * @param limit how long to follow at most
	 */
	UpgradeWatch(Instances instances, Interval interval, LongSupplier nanoTime, Duration limit) {
		this.instances = instances;
		this.interval = interval;
		this.nanoTime = nanoTime;
		this.limit = limit;
	}

	/**
	 * Creates it with the usual interval and the real clock.
	 * @param instances the instances
	 * @param limitSeconds how long to follow at most; 0 for as long as it takes
	 * @return the watch
	 */
	static UpgradeWatch of(Instances instances, int limitSeconds) {
		return new UpgradeWatch(instances, Interval.of(INTERVAL), System::nanoTime,
				(limitSeconds > 0) ? Duration.ofSeconds(limitSeconds) : UNLIMITED);
	}

	/**
	 * Follows it.
	 * @param begun the upgrade as it has begun
	 * @param news told of all that is seen of it
	 * @return the upgrade as it has ended
	 * @throws CommandException if the end is not seen
	 */
	UpgradeRecord follow(UpgradeRecord begun, Consumer<UpgradeRecord> news) {
		long start = this.nanoTime.getAsLong();
		long lastHeard = start;
		UpgradeRecord last = begun;
		news.accept(last);
		while (last.ending().outcome().isEmpty()) {
			this.interval.pass();
			Optional<UpgradeRecord> seen = look(last);
			long now = this.nanoTime.getAsLong();
			if (seen.isPresent()) {
				last = seen.get();
				lastHeard = now;
				news.accept(last);
			}
			else if (now - lastHeard > this.instances.client().limit().toNanos()) {
				throw new CommandException(ExitCode.UNREACHABLE,
						"Neither the old nor the new instance tells of upgrade %s any more; how it ends is not known, see their logs"
							.formatted(last.id()));
			}
			if (last.ending().outcome().isEmpty() && now - start > this.limit.toNanos()) {
				throw new CommandException(ExitCode.UNDECIDED,
						"%s %s is still in phase %s after %d s, and goes on; 'hotupgrade status' shows it, 'hotupgrade abort' ends it"
							.formatted(UpgradeText.kind(last), last.id(), last.phase(), this.limit.toSeconds()));
			}
		}
		return last;
	}

	private Optional<UpgradeRecord> look(UpgradeRecord last) {
		return LongStream.of(last.identity().predecessor().pid(), last.identity().successor().pid())
			.filter((pid) -> pid != 0)
			.mapToObj(this.instances::statusOf)
			.flatMap(Optional::stream)
			.map(OperatorStatus::status)
			.flatMap((status) -> find(status, last.id()))
			.findFirst();
	}

	private static Stream<UpgradeRecord> find(UpgradeStatus status, String id) {
		return Stream.concat(status.upgrade().stream(), status.history().stream())
			.filter((upgrade) -> upgrade.id().equals(id));
	}

}
