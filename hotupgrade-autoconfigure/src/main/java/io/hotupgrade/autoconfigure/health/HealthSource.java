package io.hotupgrade.autoconfigure.health;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Where the application's health comes from, in words that do not depend on the
 * generation of Spring Boot. Reading may take as long as the slowest health indicator.
 *
 * @since 0.1.0
 */
public interface HealthSource {

	/**
	 * The health groups that there are.
	 * @return their names
	 */
	Set<String> groups();

	/**
	 * Reads the health.
	 * @param group the group to look at, or {@code null} for all of the application
	 * @return what was found; {@code null} for a group without members
	 */
	@Nullable HealthReport read(@Nullable String group);

}
