package io.hotupgrade.autoconfigure.endpoint;

import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.hotupgrade.ShiftStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint tells of how far new connections have been moved.
 *
 * @param plan the plan as it is written in configuration
 * @param step the number of the step, from 1
 * @param steps how many steps the plan has, with the last one of 100 %
 * @param percent the new instance's share that the kernel is asked for
 * @param since since when, in ISO 8601 with UTC
 * @param waiting whether somebody has to say to go on
 * @param accepted connections accepted since the first step began
 * @param acceptedInStep the same since this step began
 * @param held how the share has waited for the new instance to become as fast; absent if
 * it has not
 * @param answered how both have answered requests since the first step began; absent
 * where nobody measures, or there was no request
 * @since 0.1.0
 */
@JsonInclude(Include.NON_NULL)
public record ShiftDescriptor(String plan, int step, int steps, int percent, String since, boolean waiting,
		SplitDescriptor accepted, SplitDescriptor acceptedInStep, @Nullable HeldDescriptor held,
		@Nullable AnsweredDescriptor answered) {

	static ShiftDescriptor of(ShiftStatus shift) {
		return new ShiftDescriptor(shift.plan(), shift.step(), shift.steps(), shift.percent(), shift.since().toString(),
				shift.waiting(), SplitDescriptor.of(shift.total()), SplitDescriptor.of(shift.inStep()),
				HeldDescriptor.of(shift.held()), AnsweredDescriptor.of(shift.answered()));
	}

	/**
	 * How both have answered requests of the same time.
	 *
	 * @param predecessor the old instance's answers
	 * @param successor the new instance's answers
	 */
	public record AnsweredDescriptor(AnswersDescriptor predecessor, AnswersDescriptor successor) {

		static @Nullable AnsweredDescriptor of(ShiftStatus.Answered answered) {
			return answered.equals(ShiftStatus.Answered.NONE) ? null : new AnsweredDescriptor(
					AnswersDescriptor.of(answered.predecessor()), AnswersDescriptor.of(answered.successor()));
		}

	}

	/**
	 * How an instance has answered requests.
	 *
	 * @param requests how many
	 * @param serverErrors how many of them with a status of 500 or above
	 * @param p50Micros microseconds that half of them did not exceed
	 * @param p99Micros microseconds that 99 of 100 did not exceed
	 */
	public record AnswersDescriptor(long requests, long serverErrors, long p50Micros, long p99Micros) {

		static AnswersDescriptor of(ShiftStatus.Answers answers) {
			return new AnswersDescriptor(answers.requests(), answers.serverErrors(),
					TimeUnit.NANOSECONDS.toMicros(answers.median().toNanos()),
					TimeUnit.NANOSECONDS.toMicros(answers.percentile99().toNanos()));
		}

	}

	/**
	 * How the share has waited.
	 *
	 * @param millis for how many milliseconds altogether
	 * @param reason why it did last, for people
	 */
	public record HeldDescriptor(long millis, String reason) {

		static @Nullable HeldDescriptor of(ShiftStatus.Held held) {
			return held.time().isZero() ? null : new HeldDescriptor(held.time().toMillis(), held.reason());
		}

	}

	/**
	 * Who accepted how many connections.
	 *
	 * @param predecessor connections that the old instance accepted
	 * @param successor connections that the new instance accepted
	 * @param percent the new instance's share, with one decimal place
	 */
	public record SplitDescriptor(long predecessor, long successor, double percent) {

		private static final double TENTHS = 10;

		static SplitDescriptor of(ShiftStatus.Split split) {
			return new SplitDescriptor(split.predecessor(), split.successor(),
					Math.round(split.percent() * TENTHS) / TENTHS);
		}

	}

}
