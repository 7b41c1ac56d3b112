package io.hotupgrade.autoconfigure.boot3;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.hotupgrade.autoconfigure.health.HealthReport;
import io.hotupgrade.autoconfigure.health.HealthSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.CompositeHealth;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.HealthEndpointGroups;

/**
 * The health that the actuator's endpoint tells.
 */
final class EndpointHealth implements HealthSource {

	private final HealthEndpoint endpoint;

	private final HealthEndpointGroups groups;

	EndpointHealth(HealthEndpoint endpoint, HealthEndpointGroups groups) {
		this.endpoint = endpoint;
		this.groups = groups;
	}

	@Override
	public Set<String> groups() {
		return this.groups.getNames();
	}

	@Override
	public @Nullable HealthReport read(@Nullable String group) {
		return report((group != null) ? this.endpoint.healthForPath(group) : this.endpoint.health());
	}

	private static @Nullable HealthReport report(@Nullable HealthComponent health) {
		return (health != null) ? new HealthReport(health.getStatus().getCode(), components(health)) : null;
	}

	private static Map<String, HealthReport> components(HealthComponent health) {
		Map<String, HealthReport> reports = new LinkedHashMap<>();
		if (health instanceof CompositeHealth composite && composite.getComponents() != null) {
			composite.getComponents().forEach((name, component) -> reports.put(name, report(component)));
		}
		return reports;
	}

}
