package io.hotupgrade.autoconfigure.boot3;

import java.util.Map;

import io.hotupgrade.autoconfigure.health.HealthReport;
import io.hotupgrade.autoconfigure.health.HealthSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndpointHealth}, with the actuator's own endpoint.
 */
class EndpointHealthTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
		.withUserConfiguration(IndicatorConfiguration.class)
		.withPropertyValues("management.endpoint.health.group.web.include=ping");

	@Test
	void groupsAreThoseOfTheActuator() {
		this.runner.run((context) -> assertThat(health(context).groups()).containsExactly("web"));
	}

	@Test
	void allOfTheHealthHasTheComponentsOfTheApplication() {
		this.runner.run((context) -> {
			HealthReport health = health(context).read(null);
			assertThat(health.status()).isEqualTo("DOWN");
			assertThat(health.components()).containsEntry("db", new HealthReport("DOWN", Map.of()));
			assertThat(health.components().get("queues")).isEqualTo(
					new HealthReport("OUT_OF_SERVICE", Map.of("orders", new HealthReport("OUT_OF_SERVICE", Map.of()))));
		});
	}

	@Test
	void healthOfAGroupHasItsMembersOnly() {
		this.runner.run((context) -> assertThat(health(context).read("web"))
			.isEqualTo(new HealthReport("UP", Map.of("ping", new HealthReport("UP", Map.of())))));
	}

	@Test
	void healthOfAGroupWithoutMembersIsUnknown() {
		this.runner
			.withPropertyValues("management.endpoint.health.group.none.include=",
					"management.endpoint.health.group.none.exclude=*")
			.run((context) -> {
				HealthReport none = health(context).read("none");
				assertThat(none == null || none.status().equals("UNKNOWN")).isTrue();
			});
	}

	private static HealthSource health(ApplicationContext context) {
		return new EndpointHealth(context.getBean(HealthEndpoint.class), context.getBean(HealthEndpointGroups.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class IndicatorConfiguration {

		@Bean
		HealthIndicator dbHealthIndicator() {
			return () -> Health.down().withDetail("error", "secret").build();
		}

		@Bean
		CompositeHealthContributor queuesHealthContributor() {
			HealthIndicator orders = () -> Health.outOfService().build();
			return CompositeHealthContributor.fromMap(Map.<String, HealthContributor>of("orders", orders));
		}

	}

}
