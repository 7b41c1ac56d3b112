package io.hotupgrade.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.actuate.health.CompositeHealth;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.actuate.health.Status;
import org.springframework.util.StringUtils;

/**
 * Asks the actuator for the health of a group, or of the whole application.
 */
final class ActuatorHealthCheck implements HealthCheck {

	private static final String READINESS = "readiness";

	private final HealthEndpoint endpoint;

	private final String group;

	private ActuatorHealthCheck(HealthEndpoint endpoint, String group) {
		this.endpoint = endpoint;
		this.group = group;
	}

	/**
	 * Creates a check.
	 * @param endpoint whom to ask
	 * @param groups the groups there are
	 * @param group the configured group; {@code null} or blank for the default
	 * @return the check
	 * @throws InvalidHotUpgradePropertyException if there is no such group
	 */
	static HealthCheck of(HealthEndpoint endpoint, HealthEndpointGroups groups, String group) {
		if (!StringUtils.hasText(group)) {
			return new ActuatorHealthCheck(endpoint, (groups.get(READINESS) != null) ? READINESS : null);
		}
		if (groups.get(group) == null) {
			throw new InvalidHotUpgradePropertyException("hotupgrade.health.group", group, "names no health group",
					"Use one of " + groups.getNames() + ", define it with management.endpoint.health.group." + group
							+ ".include, or remove the property.");
		}
		return new ActuatorHealthCheck(endpoint, group);
	}

	@Override
	public Result check() {
		HealthComponent health = (this.group != null) ? this.endpoint.healthForPath(this.group)
				: this.endpoint.health();
		// An empty group has no health.
		Status status = (health != null) ? health.getStatus() : Status.UNKNOWN;
		return new Result(Status.UP.equals(status), describe(status, health));
	}

	private String describe(Status status, HealthComponent health) {
		List<String> failing = new ArrayList<>();
		collectFailing("", health, failing);
		String subject = (this.group != null) ? "health group '" + this.group + "'" : "health";
		String components = failing.isEmpty() ? "" : " (" + String.join(", ", failing) + ")";
		return subject + " is " + status.getCode() + components;
	}

	private static void collectFailing(String name, HealthComponent health, List<String> failing) {
		if (health instanceof CompositeHealth composite && composite.getComponents() != null) {
			String prefix = name.isEmpty() ? "" : name + "/";
			composite.getComponents().forEach((child, component) -> collectFailing(prefix + child, component, failing));
		}
		else if (health != null && !name.isEmpty() && isFailing(health.getStatus())) {
			failing.add(name + " " + health.getStatus().getCode());
		}
	}

	private static boolean isFailing(Status status) {
		return !Status.UP.equals(status) && !Status.UNKNOWN.equals(status);
	}

}
