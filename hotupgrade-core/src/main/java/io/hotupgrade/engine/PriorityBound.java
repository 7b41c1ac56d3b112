package io.hotupgrade.engine;

import java.time.Duration;
import java.util.Optional;

import io.hotupgrade.internal.process.CpuUse;

/**
 * For how long a successor that starts leaves the CPU to others: as long as that does not
 * make its start take more than twice the time, and only for a part of the time that it
 * has.
 */
final class PriorityBound {

	/** How often it is looked at. */
	static final Duration PERIOD = Duration.ofMillis(500);

	/** What is left has to be enough for a whole start. */
	private static final int PART_OF_TIMEOUT = 4;

	/** Less than this is not worth the CPU of those who are served. */
	private static final Duration NEGLIGIBLE = Duration.ofSeconds(2);

	private final Duration limit;

	PriorityBound(Duration launchTimeout) {
		this.limit = launchTimeout.dividedBy(PART_OF_TIMEOUT);
	}

	/**
	 * Whether the successor is to become the equal of others now.
	 * @param elapsed the time since it was launched
	 * @param use what it has had of the CPUs meanwhile
	 * @return why, as a sentence without its end; empty if it may go on as it does
	 */
	Optional<String> reached(Duration elapsed, CpuUse use) {
		Duration wanted = use.wanted(elapsed);
		Duration lost = wanted.minus(use.ran());
		if (lost.compareTo(NEGLIGIBLE) >= 0 && lost.compareTo(use.ran()) > 0) {
			return Optional
				.of(("The successor has had %d ms of CPU time in %d ms at low priority (hotupgrade.launch.priority), less "
						+ "than half of the %d ms that it could have used, and has the usual one since")
					.formatted(use.ran().toMillis(), elapsed.toMillis(), wanted.toMillis()));
		}
		return (elapsed.compareTo(this.limit) >= 0)
				? Optional.of(("The successor was not ready after %s at low priority (hotupgrade.launch.priority), a "
						+ "quarter of hotupgrade.launch.timeout, and has had the usual one since: on a busy machine a "
						+ "start at low priority can take many times as long")
					.formatted(this.limit))
				: Optional.empty();
	}

}
