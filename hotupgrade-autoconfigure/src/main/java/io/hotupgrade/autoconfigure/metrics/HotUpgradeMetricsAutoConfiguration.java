package io.hotupgrade.autoconfigure.metrics;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(HotUpgrade.class)
public class HotUpgradeMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HotUpgradeMetrics hotUpgradeMetrics(HotUpgrade hotUpgrade) {
		return new HotUpgradeMetrics(hotUpgrade);
	}

}
