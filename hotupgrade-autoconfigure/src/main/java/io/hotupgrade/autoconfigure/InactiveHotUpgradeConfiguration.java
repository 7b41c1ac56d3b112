package io.hotupgrade.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.hotupgrade.HotUpgrade;

/**
 * What an application gets that has no engine. Not nested in the auto-configuration:
 * nested classes are evaluated before imported ones, and this has to come last.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(HotUpgrade.class)
class InactiveHotUpgradeConfiguration {

	@Bean
	InactiveHotUpgrade inactiveHotUpgrade(ApplicationContext context) {
		return new InactiveHotUpgrade(context);
	}

}
