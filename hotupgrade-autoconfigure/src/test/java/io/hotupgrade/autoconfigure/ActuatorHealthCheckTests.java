package io.hotupgrade.autoconfigure;

import java.util.Map;

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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ActuatorHealthCheck}.
 */
class ActuatorHealthCheckTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
		.withUserConfiguration(IndicatorConfiguration.class)
		.withPropertyValues("management.endpoint.health.group.web.include=ping");

	@Test
	void checkWhenThereIsNoReadinessGroupTakesTheWholeHealth() {
		this.runner.run((context) -> {
			HealthCheck.Result result = check(context, null).check();
			assertThat(result.up()).isFalse();
			assertThat(result.description()).isEqualTo("health is DOWN (db DOWN, queues/orders OUT_OF_SERVICE)");
		});
	}

	@Test
	void checkWhenThereIsAReadinessGroupTakesThat() {
		this.runner.withPropertyValues("management.endpoint.health.group.readiness.include=db").run((context) -> {
			HealthCheck.Result result = check(context, "").check();
			assertThat(result.up()).isFalse();
			assertThat(result.description()).isEqualTo("health group 'readiness' is DOWN (db DOWN)");
		});
	}

	@Test
	void checkWhenGroupIsConfiguredTakesThat() {
		this.runner.run((context) -> {
			HealthCheck.Result result = check(context, "web").check();
			assertThat(result.up()).isTrue();
			assertThat(result.description()).isEqualTo("health group 'web' is UP");
		});
	}

	@Test
	void checkWhenGroupIsEmptyIsNotUp() {
		this.runner
			.withPropertyValues("management.endpoint.health.group.none.include=",
					"management.endpoint.health.group.none.exclude=*")
			.run((context) -> assertThat(check(context, "none").check())
				.isEqualTo(new HealthCheck.Result(false, "health group 'none' is UNKNOWN")));
	}

	@Test
	void creationWhenGroupDoesNotExistNamesThoseThatDo() {
		this.runner.run((context) -> assertThatExceptionOfType(InvalidHotUpgradePropertyException.class)
			.isThrownBy(() -> check(context, "wbe"))
			.withMessageContaining("The value 'wbe' of the property 'hotupgrade.health.group' names no health group")
			.withMessageContaining("[web]"));
	}

	private static HealthCheck check(ApplicationContext context, String group) {
		return ActuatorHealthCheck.of(context.getBean(HealthEndpoint.class),
				context.getBean(HealthEndpointGroups.class), group);
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
