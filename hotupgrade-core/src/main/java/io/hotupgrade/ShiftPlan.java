package io.hotupgrade;

import java.time.Duration;
import java.util.List;

/**
 * How new connections are moved from the predecessor to the successor: the steps on the
 * way to 100 %, which is reached when the last one is over.
 *
 * @param description the plan as it is written in configuration, such as
 * {@code 10% for 10s, 50% until continued, 100%}
 * @param steps the steps before 100 %, each with a higher share than the one before; none
 * to move everything at once
 * @param patience how long altogether the steps that wait for a proof may do so; zero for
 * a plan that has none
 * @since 0.1.0
 */
public record ShiftPlan(String description, List<Step> steps, Duration patience) {

	/** Everything at once. */
	public static final ShiftPlan INSTANT = new ShiftPlan("instant", List.of());

	/** Rises as the successor proves itself, for a minute at most. */
	public static final ShiftPlan AUTO = ShiftPlanParser.parse("auto");

	public ShiftPlan {
		steps = List.copyOf(steps);
		int last = 0;
		for (Step step : steps) {
			if (step.percent() <= last) {
				throw new IllegalArgumentException(
						"has a step that does not rise: %d%% after %d%%".formatted(step.percent(), last));
			}
			last = step.percent();
		}
	}

	/**
	 * Creates a plan that waits for no proof.
	 * @param description the plan as it is written in configuration
	 * @param steps the steps before 100 %
	 */
	public ShiftPlan(String description, List<Step> steps) {
		this(description, steps, Duration.ZERO);
	}

	/**
	 * Reads a plan. The last {@code 100%} may be left out.
	 * @param text {@code auto} or {@code auto within 30s}, {@code instant}, steps such as
	 * {@code 10% for 10s, 50% for 500ms, 100%} where {@code until continued} in place of
	 * a duration makes a step a gate, or a steady rise such as {@code linear over 60s}
	 * @return the plan
	 * @throws IllegalArgumentException if it is not one; the message is the rest of a
	 * sentence that begins with the text
	 */
	public static ShiftPlan parse(String text) {
		return ShiftPlanParser.parse(text);
	}

	/**
	 * Whether the share rises as the successor proves itself. Such a plan asks for the
	 * best that can be had: where connections cannot be steered, it moves everything at
	 * once.
	 * @return {@code true} for {@code auto}
	 */
	public boolean isAuto() {
		return !this.patience.isZero();
	}

	/**
	 * A share of new connections, and how long it is held.
	 *
	 * @param percent the successor's share, 1 to 99
	 * @param until what ends it
	 * @param period how long it is held; zero if it is not time that ends it
	 */
	public record Step(int percent, Until until, Duration period) {

		private static final int ALL = 100;

		public Step {
			if (percent < 1 || percent >= ALL) {
				throw new IllegalArgumentException("has a step of %d%% to hold (expected: 1 to 99)".formatted(percent));
			}
			if (until == Until.TIME && (period.isZero() || period.isNegative())) {
				throw new IllegalArgumentException("holds %d%% for no time at all".formatted(percent));
			}
		}

		static Step lasting(int percent, Duration period) {
			return new Step(percent, Until.TIME, period);
		}

		static Step untilContinued(int percent) {
			return new Step(percent, Until.CONTINUED, Duration.ZERO);
		}

		static Step untilProved(int percent) {
			return new Step(percent, Until.PROVED, Duration.ZERO);
		}

		/**
		 * Whether somebody has to say when to go on.
		 * @return {@code true} if nothing else ends it
		 */
		public boolean isGate() {
			return this.until == Until.CONTINUED;
		}

	}

	/**
	 * What ends a step.
	 */
	public enum Until {

		/** Its time is over. */
		TIME,

		/** Somebody says to go on. */
		CONTINUED,

		/** The successor is as fast as its predecessor, or the plan's patience ends. */
		PROVED

	}

}
