package io.hotupgrade.autoconfigure.state;

import io.hotupgrade.StateHandover;
import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.properties.EngineSettingsConverter;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.warmup.HotUpgradeWarmUpAutoConfiguration;
import io.hotupgrade.autoconfigure.warmup.WarmUpBeforeReady;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of the state that passes from one instance to the next.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { HotUpgradeAutoConfiguration.class, HotUpgradeWarmUpAutoConfiguration.class })
@ConditionalOnUpgradeEngine
@EnableConfigurationProperties(HotUpgradeProperties.class)
public class HotUpgradeStateAutoConfiguration {

	@Bean
	@Lazy(false)
	StateRegistration upgradeStateRegistration(UpgradeEngine engine, HotUpgradeProperties properties,
			ObjectProvider<StateHandover> states) {
		return new StateRegistration(engine.state(), EngineSettingsConverter.state(properties.state()), states);
	}

	@Bean
	CopiesBeforeReady upgradeStateCopies(UpgradeEngine engine, WarmUpBeforeReady warmUp) {
		return new CopiesBeforeReady(engine.state(), warmUp);
	}

}
