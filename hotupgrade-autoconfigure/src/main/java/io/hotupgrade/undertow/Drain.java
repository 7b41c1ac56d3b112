package io.hotupgrade.undertow;

import java.time.Duration;

/**
 * Whether a server drains, and since when.
 */
final class Drain {

	private volatile Start start;

	void start() {
		if (this.start == null) {
			this.start = new Start(System.nanoTime());
		}
	}

	void stop() {
		this.start = null;
	}

	boolean active() {
		return this.start != null;
	}

	/**
	 * How long the server has been draining.
	 * @return the time, zero if it does not drain
	 */
	Duration duration() {
		Start current = this.start;
		return (current != null) ? Duration.ofNanos(System.nanoTime() - current.nanoTime()) : Duration.ZERO;
	}

	private record Start(long nanoTime) {

	}

}
