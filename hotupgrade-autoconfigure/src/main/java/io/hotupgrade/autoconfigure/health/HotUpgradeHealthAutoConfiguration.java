package io.hotupgrade.autoconfigure.health;

import java.util.function.Supplier;

import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.threads.DaemonScheduler;
import io.hotupgrade.autoconfigure.state.CopiesBeforeReady;
import io.hotupgrade.engine.UpgradeEngine;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of readiness and health: when a successor has come far enough to
 * take over, and whether it stays well in probation.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnUpgradeEngine
@EnableConfigurationProperties(HotUpgradeProperties.class)
public class HotUpgradeHealthAutoConfiguration {

	@Bean
	HealthCheck upgradeHealthCheck(HotUpgradeProperties properties, ObjectProvider<HealthSource> source,
			Environment environment) {
		HealthSource health = source.getIfAvailable();
		return (health != null)
				? ActuatorHealthCheck.of(health, properties.health().group(), ReadinessGroup.isWanted(environment))
				: HealthCheck.NONE;
	}

	@Bean(destroyMethod = "close")
	DaemonScheduler upgradeReadinessScheduler() {
		return new DaemonScheduler(2, "hotupgrade-readiness-");
	}

	/**
	 * Takes the availability now and not later: so that bean is told of a change before
	 * this one, and the first check sees it.
	 */
	@Bean
	ReadinessReporter upgradeReadinessReporter(ApplicationContext context, UpgradeEngine engine,
			HotUpgradeProperties properties, ObjectProvider<ApplicationAvailability> availability,
			HealthCheck healthCheck, DaemonScheduler upgradeReadinessScheduler, CopiesBeforeReady copies) {
		ReadinessGate gate = new ReadinessGate(readinessState(availability.getIfAvailable()), healthCheck,
				properties.health().timeout(), upgradeReadinessScheduler, copies);
		return new ReadinessReporter(context, InstanceLifecycle.of(engine), gate);
	}

	@Bean
	ProbationHealth upgradeProbationHealth(UpgradeEngine engine, HotUpgradeProperties properties,
			HealthCheck healthCheck, DaemonScheduler upgradeProbationScheduler) {
		return new ProbationHealth(ProcessHandle.current().pid(), healthCheck, properties.health().timeout(),
				upgradeProbationScheduler, InstanceLifecycle.of(engine));
	}

	@Bean(destroyMethod = "close")
	DaemonScheduler upgradeProbationScheduler() {
		return new DaemonScheduler(2, "hotupgrade-probation-");
	}

	private static Supplier<ReadinessState> readinessState(@Nullable ApplicationAvailability availability) {
		return (availability != null) ? availability::getReadinessState : () -> ReadinessState.ACCEPTING_TRAFFIC;
	}

}
