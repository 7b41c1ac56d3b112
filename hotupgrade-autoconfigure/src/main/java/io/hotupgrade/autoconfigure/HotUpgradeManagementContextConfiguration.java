package io.hotupgrade.autoconfigure;

import io.undertow.Undertow;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.undertow.UndertowAdapter;

/**
 * Makes the server of a management context on its own port upgradable too. That context
 * does not see the customizers of its parent.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnBean(value = UpgradeEngine.class, search = SearchStrategy.ANCESTORS)
class HotUpgradeManagementContextConfiguration {

	private static final String NAME = "management";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Undertow.class, UndertowAdapter.class })
	static class UndertowConfiguration {

		@Bean
		UndertowUpgradeCustomizer managementUndertowUpgradeCustomizer(UpgradeEngine engine) {
			return new UndertowUpgradeCustomizer(NAME, engine, DrainHooks.NONE);
		}

	}

}
