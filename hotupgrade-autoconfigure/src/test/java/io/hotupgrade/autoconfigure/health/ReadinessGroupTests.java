package io.hotupgrade.autoconfigure.health;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadinessGroup}.
 */
class ReadinessGroupTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void nobodyWantsItByDefault() {
		assertThat(ReadinessGroup.isWanted(this.environment)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.health.probes.enabled=true",
			"management.endpoint.health.group.readiness.include=readinessState,db",
			"management.endpoint.health.group.readiness.exclude=db", "spring.main.cloud-platform=kubernetes",
			"spring.main.cloud-platform=cloud_foundry", "management.health.probes.enabled=true" })
	void itIsWantedWhereItIsAskedFor(String property) {
		this.environment.setProperty(property.split("=")[0], property.split("=")[1]);
		assertThat(ReadinessGroup.isWanted(this.environment)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.health.probes.enabled=false",
			"management.endpoint.health.group.liveness.include=livenessState", "spring.main.cloud-platform=none" })
	void itIsNotWantedForSomethingElse(String property) {
		this.environment.setProperty(property.split("=")[0], property.split("=")[1]);
		assertThat(ReadinessGroup.isWanted(this.environment)).isFalse();
	}

}
