package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * Finds the longest time between two good answers, and between those and the ends of the
 * time that is looked at. Not thread-safe.
 */
final class LongestGap {

	private long last;

	private long longest;

	LongestGap(long now) {
		this.last = now;
	}

	/** Ends a gap: by a good answer, or because nobody looks any more. */
	void end(long now) {
		this.longest = nanos(now);
		this.last = now;
	}

	/** Looks again from now on: what was in between does not count. */
	void resume(long now) {
		this.last = now;
	}

	Duration until(long now) {
		return Duration.ofNanos(nanos(now));
	}

	private long nanos(long now) {
		return Math.max(this.longest, now - this.last);
	}

}
