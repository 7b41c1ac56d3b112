package io.hotupgrade;

import java.time.Duration;
import java.time.Instant;

/**
 * How far new connections have been moved to the successor.
 *
 * @param plan the plan as it is written in configuration
 * @param step the number of the step, from 1
 * @param steps how many steps the plan has, with the last one of 100 %
 * @param percent the successor's share of new connections that the kernel is asked for
 * @param since since when
 * @param waiting whether the step is a gate that waits for somebody to say to go on
 * @param total connections accepted since the first step began; the successor's number is
 * up to a second old
 * @param inStep the same since this step began
 * @param held for how long, and why last, the share was not raised because the successor
 * did not keep up
 * @since 0.1.0
 */
public record ShiftStatus(String plan, int step, int steps, int percent, Instant since, boolean waiting, Split total,
		Split inStep, Held held) {

	/**
	 * The same once the upgrade is over, when nobody can say to go on any more.
	 * @return the status
	 */
	public ShiftStatus ended() {
		return new ShiftStatus(this.plan, this.step, this.steps, this.percent, this.since, false, this.total,
				this.inStep, this.held);
	}

	/**
	 * Who accepted how many connections.
	 *
	 * @param predecessor connections that the predecessor accepted
	 * @param successor connections that the successor accepted
	 */
	public record Split(long predecessor, long successor) {

		/** No connection yet. */
		public static final Split NONE = new Split(0, 0);

		private static final double ALL = 100;

		/**
		 * The share that the successor got.
		 * @return in percent; 0 as long as there was no connection
		 */
		public double percent() {
			long sum = this.predecessor + this.successor;
			return (sum > 0) ? ALL * this.successor / sum : 0;
		}

	}

	/**
	 * How the share has waited for the successor.
	 *
	 * @param time for how long altogether
	 * @param reason why it did last, for people; empty if it did not
	 */
	public record Held(Duration time, String reason) {

		/** Not at all. */
		public static final Held NONE = new Held(Duration.ZERO, "");

	}

}
