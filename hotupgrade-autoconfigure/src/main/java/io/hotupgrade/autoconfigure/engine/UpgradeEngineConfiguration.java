package io.hotupgrade.autoconfigure.engine;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.autoconfigure.properties.EngineSettingsConverter;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.server.SessionSharing;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The engine, where the server in use can be upgraded.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@ConditionalOnNotWarDeployment
@Conditional(OnUpgradableServerCondition.class)
@ConditionalOnMissingBean(HotUpgrade.class)
@EnableConfigurationProperties(HotUpgradeProperties.class)
class UpgradeEngineConfiguration {

	@Bean
	EngineLifetime upgradeEngineLifetime(ConfigurableApplicationContext context,
			ObjectProvider<UpgradeEngineFactory> factory) {
		return new EngineLifetime(context, factory.getIfAvailable(() -> UpgradeEngine::create));
	}

	@Bean
	@Lazy(false)
	@ConditionalOnProperty(name = "hotupgrade.sessions.enabled", havingValue = "true")
	SharedSessionsCheck upgradeSharedSessionsCheck(SessionSharing sharing) {
		return new SharedSessionsCheck(sharing);
	}

	@Bean
	@ConditionalOnProperty(name = "hotupgrade.sessions.enabled", havingValue = "true")
	SessionSharing upgradeSessionSharing(UpgradeEngine engine, HotUpgradeProperties properties, BeanFactory beans) {
		return new SessionSharing(engine.sessions(), EngineSettingsConverter.sharing(properties.sessions()),
				() -> beans.containsBean(SessionSharing.STORE_FILTER));
	}

	/**
	 * Closed by its lifetime, which is destroyed after everything that uses the engine.
	 */
	@Bean(destroyMethod = "")
	UpgradeEngine upgradeEngine(EngineLifetime lifetime, HotUpgradeProperties properties, Environment environment,
			ObjectProvider<BuildProperties> build) {
		String version = ApplicationVersion.find(properties.version(), environment, build.getIfAvailable());
		String application = StringUtils.hasText(properties.application()) ? properties.application()
				: environment.getProperty("spring.application.name", "");
		UpgradeEngine engine = lifetime.begin(EngineSettingsConverter.convert(properties, version, application));
		if (properties.upgradeOnSighup()) {
			engine.upgradeOnHangup();
		}
		return engine;
	}

}
