package io.hotupgrade.autoconfigure.health;

import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.autoconfigure.properties.InvalidHotUpgradePropertyException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Asks the actuator for the health of a group, or of the whole application.
 */
final class ActuatorHealthCheck implements HealthCheck {

	private static final String UP = "UP";

	private static final String UNKNOWN = "UNKNOWN";

	private final HealthSource source;

	private final @Nullable String group;

	private ActuatorHealthCheck(HealthSource source, @Nullable String group) {
		this.source = source;
		this.group = group;
	}

	/**
	 * Creates a check.
	 * @param source whom to ask
	 * @param group the configured group; {@code null} or blank for the default
	 * @param readiness whether the default is the readiness group, where it exists, or
	 * else the whole health
	 * @return the check
	 * @throws InvalidHotUpgradePropertyException if there is no such group
	 */
	static HealthCheck of(HealthSource source, String group, boolean readiness) {
		if (!StringUtils.hasText(group)) {
			boolean ready = readiness && source.groups().contains(ReadinessGroup.NAME);
			return new ActuatorHealthCheck(source, ready ? ReadinessGroup.NAME : null);
		}
		if (!source.groups().contains(group)) {
			throw new InvalidHotUpgradePropertyException("hotupgrade.health.group", group, "names no health group",
					"Use one of " + source.groups() + ", define it with management.endpoint.health.group." + group
							+ ".include, or remove the property.");
		}
		return new ActuatorHealthCheck(source, group);
	}

	@Override
	public Result check() {
		HealthReport health = this.source.read(this.group);
		// An empty group has no health.
		String status = (health != null) ? health.status() : UNKNOWN;
		return new Result(UP.equals(status), describe(status, health));
	}

	private String describe(String status, @Nullable HealthReport health) {
		List<String> failing = new ArrayList<>();
		collectFailing("", health, failing);
		String subject = (this.group != null) ? "health group '" + this.group + "'" : "health";
		String components = failing.isEmpty() ? "" : " (" + String.join(", ", failing) + ")";
		return subject + " is " + status + components;
	}

	private static void collectFailing(String name, HealthReport health, List<String> failing) {
		if (health == null) {
			return;
		}
		if (!health.components().isEmpty()) {
			String prefix = name.isEmpty() ? "" : name + "/";
			health.components().forEach((child, component) -> collectFailing(prefix + child, component, failing));
		}
		else if (!name.isEmpty() && isFailing(health.status())) {
			failing.add(name + " " + health.status());
		}
	}

	private static boolean isFailing(String status) {
		return !UP.equals(status) && !UNKNOWN.equals(status);
	}

}
