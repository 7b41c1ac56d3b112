package io.hotupgrade.autoconfigure.health;

import java.util.Map;
import java.util.Set;

import io.hotupgrade.autoconfigure.properties.InvalidHotUpgradePropertyException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ActuatorHealthCheck}.
 */
class ActuatorHealthCheckTests {

	private static final HealthReport UP = new HealthReport("UP", Map.of());

	private static final HealthReport DB = new HealthReport("DOWN", Map.of("db", new HealthReport("DOWN", Map.of())));

	private static final HealthReport ALL = new HealthReport("DOWN", Map.of("queues", new HealthReport("OUT_OF_SERVICE",
			Map.of("orders", new HealthReport("OUT_OF_SERVICE", Map.of()), "ping", UP))));

	@Test
	void checkWhenThereIsNoReadinessGroupTakesTheWholeHealth() {
		HealthCheck.Result result = check(Map.of("web", UP), null).check();
		assertThat(result.up()).isFalse();
		assertThat(result.description()).isEqualTo("health is DOWN (queues/orders OUT_OF_SERVICE)");
	}

	@Test
	void checkWhenThereIsAReadinessGroupTakesThat() {
		HealthCheck.Result result = check(Map.of("web", UP, "readiness", DB), "").check();
		assertThat(result.up()).isFalse();
		assertThat(result.description()).isEqualTo("health group 'readiness' is DOWN (db DOWN)");
	}

	@Test
	void checkWhenNobodyHasAskedForTheReadinessGroupTakesTheWholeHealth() {
		HealthCheck.Result result = check(Map.of("readiness", UP), null, false).check();
		assertThat(result.description()).startsWith("health is DOWN");
	}

	@Test
	void checkWhenGroupIsConfiguredTakesThat() {
		HealthCheck.Result result = check(Map.of("web", UP, "readiness", DB), "web").check();
		assertThat(result.up()).isTrue();
		assertThat(result.description()).isEqualTo("health group 'web' is UP");
	}

	@Test
	void checkWhenGroupIsEmptyIsNotUp() {
		HealthSource source = new HealthSource() {

			@Override
			public Set<String> groups() {
				return Set.of("none");
			}

			@Override
			public HealthReport read(String group) {
				return null;
			}

		};
		assertThat(ActuatorHealthCheck.of(source, "none", true).check())
			.isEqualTo(new HealthCheck.Result(false, "health group 'none' is UNKNOWN"));
	}

	@Test
	void creationWhenGroupDoesNotExistNamesThoseThatDo() {
		assertThatExceptionOfType(InvalidHotUpgradePropertyException.class)
			.isThrownBy(() -> check(Map.of("web", UP), "wbe"))
			.withMessageContaining("The value 'wbe' of the property 'hotupgrade.health.group' names no health group")
			.withMessageContaining("[web]");
	}

	private static HealthCheck check(Map<String, HealthReport> groups, String group) {
		return check(groups, group, true);
	}

	private static HealthCheck check(Map<String, HealthReport> groups, String group, boolean readiness) {
		return ActuatorHealthCheck.of(new HealthSource() {

			@Override
			public Set<String> groups() {
				return groups.keySet();
			}

			@Override
			public HealthReport read(String group) {
				return (group != null) ? groups.get(group) : ALL;
			}

		}, group, readiness);
	}

}
