package io.hotupgrade;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads a {@link ShiftPlan}.
 */
final class ShiftPlanParser {

	private static final Pattern AUTO = Pattern.compile("auto(?:\\s+within\\s+(\\d{1,9})(ms|s|m|h))?");

	private static final Pattern LINEAR = Pattern.compile("linear\\s+over\\s+(\\d{1,9})(ms|s|m|h)");

	private static final Pattern STEP = Pattern
		.compile("(\\d{1,3})\\s*%(?:\\s+for\\s+(\\d{1,9})(ms|s|m|h)|(\\s+until\\s+continued))?");

	private static final int ALL = 100;

	/**
	 * Shares of {@code auto}. Each is about a third more than the one before: what the
	 * successor has to bear next is never far from what it has been seen to bear.
	 */
	private static final int[] RISE = { 3, 6, 10, 16, 24, 34, 46, 60, 75, 90 };

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/** Shorter steps would change nothing that anybody could see. */
	private static final Duration SHORTEST_LINEAR_STEP = Duration.ofMillis(500);

	private ShiftPlanParser() {
	}

	static ShiftPlan parse(String text) {
		String trimmed = text.trim().toLowerCase(Locale.ROOT);
		if (trimmed.equals(ShiftPlan.INSTANT.description())) {
			return ShiftPlan.INSTANT;
		}
		Matcher auto = AUTO.matcher(trimmed);
		if (auto.matches()) {
			return auto(trimmed, (auto.group(1) != null) ? duration(auto.group(1), auto.group(2)) : PATIENCE);
		}
		Matcher linear = LINEAR.matcher(trimmed);
		return new ShiftPlan(trimmed,
				linear.matches() ? linear(duration(linear.group(1), linear.group(2))) : steps(trimmed));
	}

	private static ShiftPlan auto(String text, Duration patience) {
		if (patience.isZero()) {
			throw new IllegalArgumentException("waits for no time at all");
		}
		return new ShiftPlan(text, Arrays.stream(RISE).mapToObj(ShiftPlan.Step::untilProved).toList(), patience);
	}

	/** One step for each percent, or fewer where they would be too short. */
	private static List<ShiftPlan.Step> linear(Duration period) {
		if (period.isZero()) {
			throw new IllegalArgumentException("rises over no time at all");
		}
		long fitting = Math.max(1, period.dividedBy(SHORTEST_LINEAR_STEP));
		int count = (int) Math.min(ALL - 1, fitting);
		Duration each = period.dividedBy(count);
		return IntStream.rangeClosed(1, count)
			.mapToObj((i) -> ShiftPlan.Step.lasting(i * ALL / (count + 1), each))
			.toList();
	}

	private static List<ShiftPlan.Step> steps(String text) {
		List<ShiftPlan.Step> steps = new ArrayList<>();
		String[] parts = text.split(",", -1);
		for (int i = 0; i < parts.length; i++) {
			String part = parts[i].trim();
			Matcher matcher = STEP.matcher(part);
			if (!matcher.matches()) {
				throw new IllegalArgumentException("has a step that cannot be understood: '%s'".formatted(part));
			}
			boolean last = i == parts.length - 1;
			if (!last || !isAll(matcher)) {
				steps.add(step(part, matcher));
			}
		}
		return steps;
	}

	private static boolean isAll(Matcher step) {
		return Integer.parseInt(step.group(1)) == ALL && step.group(2) == null && step.group(4) == null;
	}

	private static ShiftPlan.Step step(String part, Matcher step) {
		int percent = Integer.parseInt(step.group(1));
		if (step.group(2) == null && step.group(4) == null && percent < ALL) {
			throw new IllegalArgumentException("does not say how long to hold '%s'".formatted(part));
		}
		return (step.group(2) != null) ? ShiftPlan.Step.lasting(percent, duration(step.group(2), step.group(3)))
				: ShiftPlan.Step.untilContinued(percent);
	}

	private static Duration duration(String amount, String unit) {
		TemporalUnit chronoUnit = switch (unit) {
			case "ms" -> ChronoUnit.MILLIS;
			case "s" -> ChronoUnit.SECONDS;
			case "m" -> ChronoUnit.MINUTES;
			default -> ChronoUnit.HOURS;
		};
		return Duration.of(Long.parseLong(amount), chronoUnit);
	}

}
