package io.hotupgrade;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How new connections are moved from the predecessor to the successor: the steps on the
 * way to 100 %, which is reached when the last one is over.
 *
 * @param description the plan as it is written in configuration, such as
 * {@code 10% for 10s, 50% until continued, 100%}
 * @param steps the steps before 100 %, each with a higher share than the one before; none
 * to move everything at once
 * @since 0.1.0
 */
public record ShiftPlan(String description, List<Step> steps) {

	/** Everything at once. */
	public static final ShiftPlan INSTANT = new ShiftPlan("instant", List.of());

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
	 * Reads a plan. The last {@code 100%} may be left out.
	 * @param text {@code instant}, steps such as {@code 10% for 10s, 50% for 500ms, 100%}
	 * where {@code until continued} in place of a duration makes a step a gate, or a
	 * steady rise such as {@code linear over 60s}
	 * @return the plan
	 * @throws IllegalArgumentException if it is not one; the message is the rest of a
	 * sentence that begins with the text
	 */
	public static ShiftPlan parse(String text) {
		return ShiftPlanParser.parse(text);
	}

	/**
	 * A share of new connections, and how long it is held.
	 *
	 * @param percent the successor's share, 1 to 99
	 * @param period how long it is held; empty to hold it until somebody says to go on
	 */
	public record Step(int percent, Optional<Duration> period) {

		private static final int ALL = 100;

		public Step {
			if (percent < 1 || percent >= ALL) {
				throw new IllegalArgumentException("has a step of %d%% to hold (expected: 1 to 99)".formatted(percent));
			}
			if (period.filter((time) -> time.isZero() || time.isNegative()).isPresent()) {
				throw new IllegalArgumentException("holds %d%% for no time at all".formatted(percent));
			}
		}

		/**
		 * Whether somebody has to say when to go on.
		 * @return {@code true} if no time is set
		 */
		public boolean isGate() {
			return this.period.isEmpty();
		}

	}

}
