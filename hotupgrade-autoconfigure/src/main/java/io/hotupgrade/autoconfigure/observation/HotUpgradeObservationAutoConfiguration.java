package io.hotupgrade.autoconfigure.observation;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of observations of upgrades: spans where Micrometer Tracing is
 * there, and a timer.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(HotUpgrade.class)
public class HotUpgradeObservationAutoConfiguration {

	@Bean
	UpgradeObservations upgradeObservations(HotUpgrade hotUpgrade, ObjectProvider<ObservationRegistry> registry) {
		return new UpgradeObservations(hotUpgrade, () -> registry.getIfAvailable(() -> ObservationRegistry.NOOP));
	}

}
