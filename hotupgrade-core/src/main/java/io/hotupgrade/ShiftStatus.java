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
 * @param answered how both have answered requests since the first step began; up to a
 * second old
 * @since 0.1.0
 */
public record ShiftStatus(String plan, int step, int steps, int percent, Instant since, boolean waiting, Split total,
		Split inStep, Held held, Answered answered) {

	/**
	 * The same once the upgrade is over, when nobody can say to go on any more.
	 * @return the status
	 */
	public ShiftStatus ended() {
		return new ShiftStatus(this.plan, this.step, this.steps, this.percent, this.since, false, this.total,
				this.inStep, this.held, this.answered);
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
	 * How both have answered requests of the same time.
	 *
	 * @param predecessor the predecessor's answers
	 * @param successor the successor's answers
	 */
	public record Answered(Answers predecessor, Answers successor) {

		/** No request yet, or nobody measures. */
		public static final Answered NONE = new Answered(Answers.NONE, Answers.NONE);

	}

	/**
	 * How an instance has answered requests.
	 *
	 * @param requests how many
	 * @param serverErrors how many of them with a status of 500 or above
	 * @param median the latency that half of them did not exceed
	 * @param percentile99 the latency that 99 of 100 did not exceed
	 */
	public record Answers(long requests, long serverErrors, Duration median, Duration percentile99) {

		/** No request. */
		public static final Answers NONE = new Answers(0, 0, Duration.ZERO, Duration.ZERO);

		private static final double HALF = 50;

		private static final double NEARLY_ALL = 99;

		/**
		 * Sums requests up.
		 * @param requests the requests
		 * @return how they were answered
		 */
		public static Answers of(RequestStatistics requests) {
			return new Answers(requests.requests(), requests.serverErrors(), requests.percentile(HALF),
					requests.percentile(NEARLY_ALL));
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
