package io.hotupgrade.autoconfigure.endpoint;

import io.hotupgrade.ShiftStatus;

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
 * @since 0.1.0
 */
public record ShiftDescriptor(String plan, int step, int steps, int percent, String since, boolean waiting,
		SplitDescriptor accepted, SplitDescriptor acceptedInStep) {

	static ShiftDescriptor of(ShiftStatus shift) {
		return new ShiftDescriptor(shift.plan(), shift.step(), shift.steps(), shift.percent(), shift.since().toString(),
				shift.waiting(), SplitDescriptor.of(shift.total()), SplitDescriptor.of(shift.inStep()));
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
