package io.hotupgrade;

import java.time.Duration;

/**
 * When a drain asks sessions to end that would not end by themselves.
 *
 * @param policy the moment
 * @param spreadPeriod the period over which {@link Policy#SPREAD} distributes them
 * @since 0.1.0
 */
public record FarewellSettings(Policy policy, Duration spreadPeriod) {

	/**
	 * The moment at which a session is asked to end.
	 */
	public enum Policy {

		/** When the drain begins. */
		AT_ONCE,

		/** At a random moment, so that not all clients reconnect in the same second. */
		SPREAD,

		/** When the time limit of the drain is reached; never if there is none. */
		DEADLINE

	}

}
