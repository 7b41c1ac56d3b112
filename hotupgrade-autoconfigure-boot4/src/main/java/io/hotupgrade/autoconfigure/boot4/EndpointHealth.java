package io.hotupgrade.autoconfigure.boot4;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.hotupgrade.autoconfigure.health.HealthReport;
import io.hotupgrade.autoconfigure.health.HealthSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;

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

	private static @Nullable HealthReport report(@Nullable HealthDescriptor health) {
		return (health != null) ? new HealthReport(health.getStatus().getCode(), components(health)) : null;
	}

	private static Map<String, HealthReport> components(HealthDescriptor health) {
		Map<String, HealthReport> reports = new LinkedHashMap<>();
		if (health instanceof CompositeHealthDescriptor composite && composite.getComponents() != null) {
			composite.getComponents().forEach((name, component) -> reports.put(name, report(component)));
		}
		return reports;
	}

}
