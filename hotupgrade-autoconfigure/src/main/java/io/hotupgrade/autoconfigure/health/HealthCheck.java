package io.hotupgrade.autoconfigure.health;

/**
 * Tells whether the application is healthy. May block as long as the slowest of its
 * health indicators.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HealthCheck {

	/** For applications without any health to ask for. */
	HealthCheck NONE = () -> new Result(true, "");

	Result check();

	/**
	 * What a check has found.
	 *
	 * @param up whether the application is healthy
	 * @param description what was found, for people
	 */
	record Result(boolean up, String description) {

	}

}
