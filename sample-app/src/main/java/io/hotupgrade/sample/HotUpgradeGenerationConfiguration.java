package io.hotupgrade.sample;

import io.hotupgrade.HotUpgrade;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The only place that knows the starter: the application also runs without it, which is
 * how the starter's cost is measured.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "io.hotupgrade.HotUpgrade")
class HotUpgradeGenerationConfiguration {

	@Bean
	Generation hotUpgradeGeneration(ObjectProvider<HotUpgrade> hotUpgrade) {
		return () -> {
			HotUpgrade available = hotUpgrade.getIfAvailable();
			return (available != null) ? available.status().instance().generation() : 0;
		};
	}

}
