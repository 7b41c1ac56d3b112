package io.hotupgrade;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads a {@link ShiftPlan}.
 */
final class ShiftPlanParser {

	private static final Pattern LINEAR = Pattern.compile("linear\\s+over\\s+(\\d{1,9})(ms|s|m|h)");

	private static final Pattern STEP = Pattern
		.compile("(\\d{1,3})\\s*%(?:\\s+for\\s+(\\d{1,9})(ms|s|m|h)|(\\s+until\\s+continued))?");

	private static final int ALL = 100;

	/** Shorter steps would change nothing that anybody could see. */
	private static final Duration SHORTEST_LINEAR_STEP = Duration.ofMillis(500);

	private ShiftPlanParser() {
	}

	static ShiftPlan parse(String text) {
		String trimmed = text.trim().toLowerCase(Locale.ROOT);
		if (trimmed.equals(ShiftPlan.INSTANT.description())) {
			return ShiftPlan.INSTANT;
		}
		Matcher linear = LINEAR.matcher(trimmed);
		return new ShiftPlan(trimmed,
				linear.matches() ? linear(duration(linear.group(1), linear.group(2))) : steps(trimmed));
	}

	/** One step for each percent, or fewer where they would be too short. */
	private static List<ShiftPlan.Step> linear(Duration period) {
		if (period.isZero()) {
			throw new IllegalArgumentException("rises over no time at all");
		}
		long fitting = Math.max(1, period.dividedBy(SHORTEST_LINEAR_STEP));
		int count = (int) Math.min(ALL - 1, fitting);
		Optional<Duration> each = Optional.of(period.dividedBy(count));
		return IntStream.rangeClosed(1, count)
			.mapToObj((i) -> new ShiftPlan.Step(i * ALL / (count + 1), each))
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
		return new ShiftPlan.Step(percent,
				Optional.ofNullable(step.group(2)).map((amount) -> duration(amount, step.group(3))));
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
