package io.hotupgrade.autoconfigure.properties;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

import org.springframework.boot.convert.DurationStyle;

/**
 * Durations in messages, written as they are in configuration: {@code 10s}, {@code 2m},
 * {@code 1500ms}.
 *
 * @since 0.1.0
 */
public final class ReadableDuration {

	private ReadableDuration() {
	}

	public static String of(Duration duration) {
		ChronoUnit unit = Stream.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS)
			.filter((candidate) -> isMultiple(duration, candidate))
			.findFirst()
			.orElse(ChronoUnit.MILLIS);
		return DurationStyle.SIMPLE.print(duration, duration.isZero() ? ChronoUnit.SECONDS : unit);
	}

	private static boolean isMultiple(Duration duration, ChronoUnit unit) {
		return duration.getNano() == 0 && duration.getSeconds() % unit.getDuration().getSeconds() == 0;
	}

}
