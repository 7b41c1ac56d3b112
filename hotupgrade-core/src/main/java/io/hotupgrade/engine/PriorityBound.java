package io.hotupgrade.engine;

import java.time.Duration;

import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.internal.process.SuccessorProcess;

/**
 * For how long a successor that starts leaves the CPU to others: only for a part of the
 * time that it has, since on a busy machine it might not get enough of it. Used on the
 * engine's thread only.
 */
final class PriorityBound {

	private static final EngineLog logger = EngineLog.of(PriorityBound.class);

	/** What is left has to be enough for a whole start. */
	private static final int PART_OF_TIMEOUT = 4;

	private final SuccessorProcess process;

	private final Duration limit;

	private boolean reached;

	PriorityBound(SuccessorProcess process, Duration launchTimeout) {
		this.process = process;
		this.limit = launchTimeout.dividedBy(PART_OF_TIMEOUT);
	}

	Duration limit() {
		return this.limit;
	}

	/**
	 * The successor has not got ready in this time.
	 */
	void reach() {
		if (!this.process.isLowered()) {
			return;
		}
		this.reached = true;
		this.process.restorePriority();
		logger.info("{}", describe());
	}

	/**
	 * What people should know of it.
	 * @return a sentence without its end; empty if the priority was given back in time,
	 * or was the usual one from the beginning
	 */
	String describe() {
		return this.reached
				? ("The successor was not ready after %s at low priority (hotupgrade.launch.priority), a quarter of "
						+ "hotupgrade.launch.timeout, and has had the usual one since: on a busy machine a start at low "
						+ "priority can take many times as long")
					.formatted(this.limit)
				: "";
	}

}
