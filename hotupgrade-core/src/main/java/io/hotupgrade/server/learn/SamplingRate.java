package io.hotupgrade.server.learn;

import java.util.concurrent.TimeUnit;

/**
 * How many requests one that is looked at stands for: a power of two, by which there are
 * about as many of them whatever the load. May be asked by any thread, and is to be told
 * by one at a time.
 */
final class SamplingRate {

	/** Of those that are looked at, in a period. */
	static final int MOST = 100;

	private static final int FEWEST = MOST / 4;

	private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

	private static final int LONGEST = 1 << 16;

	private volatile int interval = 1;

	private long begunAt;

	private int taken;

	SamplingRate(long now) {
		this.begunAt = now;
	}

	/**
	 * One in so many requests is to be looked at.
	 * @return the number, a power of two
	 */
	int interval() {
		return this.interval;
	}

	/**
	 * Tells that one was looked at.
	 * @param now the time
	 */
	void taken(long now) {
		this.taken++;
		long elapsed = now - this.begunAt;
		if (elapsed >= PERIOD) {
			raise(this.taken * (double) PERIOD / elapsed);
			begin(now);
		}
		else if (this.taken >= MOST) {
			this.interval = Math.min(LONGEST, this.interval * 2);
			begin(now);
		}
	}

	private void raise(double inPeriod) {
		int next = this.interval;
		for (double expected = inPeriod; next > 1 && expected < FEWEST; expected *= 2) {
			next /= 2;
		}
		this.interval = next;
	}

	private void begin(long now) {
		this.begunAt = now;
		this.taken = 0;
	}

}
