package io.hotupgrade.autoconfigure.preflight;

import io.hotupgrade.PreflightCheck;
import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration of what is looked at before an upgrade.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnUpgradeEngine
public class HotUpgradePreflightAutoConfiguration {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ConfigurationCheck hotUpgradeConfigurationCheck(ConfigurableEnvironment environment) {
		return new ConfigurationCheck(environment);
	}

	@Bean
	SmartInitializingSingleton hotUpgradePreflightChecks(UpgradeEngine engine, ObjectProvider<PreflightCheck> checks) {
		return () -> checks.orderedStream().forEach(engine::addCheck);
	}

}
