package io.hotupgrade.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.RequestStatistics;
import io.hotupgrade.TrafficComparison;
import io.hotupgrade.UpgradeGuard;
import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what the two instances report into windows, and has the guard judge them. Used on
 * the engine's thread only.
 */
final class TrafficWatch {

	private static final EngineLog logger = EngineLog.of(TrafficWatch.class);

	private static final int MAX_WINDOWS = 60;

	/** A little less than reports are apart, as they do not come to the millisecond. */
	private static final Duration SHORTEST_WINDOW = Duration.ofMillis(900);

	private final int minimumRequests;

	private final UpgradeGuard guard;

	private final EngineScheduler scheduler;

	private final Deque<TrafficComparison.Window> windows = new ArrayDeque<>();

	private @Nullable Mark begin;

	/**
	 * Creates a watch that has seen nothing.
	 * @param minimumRequests how many requests make a sample
	 * @param guard judges
	 * @param scheduler tells the time
	 */
	TrafficWatch(int minimumRequests, UpgradeGuard guard, EngineScheduler scheduler) {
		this.minimumRequests = minimumRequests;
		this.guard = guard;
		this.scheduler = scheduler;
	}

	/**
	 * Takes what both have answered since they began to count.
	 * @param predecessor the predecessor's requests
	 * @param successor the successor's requests
	 * @param awaited whether the successor's share waits for it to become as fast
	 * @return why the successor has to be rolled back; empty if it may go on
	 */
	Optional<String> report(RequestStatistics predecessor, RequestStatistics successor, boolean awaited) {
		Mark now = new Mark(this.scheduler.nanoTime(), predecessor, successor);
		if (this.begin == null) {
			this.begin = now;
			return Optional.empty();
		}
		TrafficComparison.Window window = now.since(this.begin);
		if (window.length().compareTo(SHORTEST_WINDOW) < 0 || window.successor().requests() < this.minimumRequests) {
			return Optional.empty();
		}
		this.begin = now;
		this.windows.add(window);
		if (this.windows.size() > MAX_WINDOWS) {
			this.windows.remove();
		}
		return (predecessor.requests() >= this.minimumRequests) ? judge(predecessor, awaited) : Optional.empty();
	}

	/**
	 * Judges once more by what is known.
	 * @param predecessor the predecessor's requests since it began to count
	 * @return why the successor has to be rolled back; empty if it may go on
	 */
	Optional<String> judgeAtLast(RequestStatistics predecessor) {
		boolean isSample = predecessor.requests() >= this.minimumRequests && !this.windows.isEmpty();
		return isSample ? judge(predecessor, false) : Optional.empty();
	}

	private Optional<String> judge(RequestStatistics predecessor, boolean awaited) {
		try {
			return this.guard.findFault(new TrafficComparison(predecessor, List.copyOf(this.windows), awaited));
		}
		catch (Throwable ex) {
			logger.warn("The upgrade guard failed; the upgrade goes on", ex);
			return Optional.empty();
		}
	}

	/**
	 * What had been counted at a moment.
	 */
	private record Mark(long nanos, RequestStatistics predecessor, RequestStatistics successor) {

		TrafficComparison.Window since(Mark earlier) {
			return new TrafficComparison.Window(Duration.ofNanos(this.nanos - earlier.nanos),
					this.predecessor.minus(earlier.predecessor), this.successor.minus(earlier.successor));
		}

	}

}
