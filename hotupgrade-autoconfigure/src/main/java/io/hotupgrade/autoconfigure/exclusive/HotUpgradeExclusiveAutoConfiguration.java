package io.hotupgrade.autoconfigure.exclusive;

import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.autoconfigure.properties.EngineSettingsConverter;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of that which cannot exist twice. Does nothing in an application
 * that has nothing of the kind.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnUpgradeEngine
@Conditional(OnExclusiveBeansCondition.class)
@EnableConfigurationProperties(HotUpgradeProperties.class)
@Import({ ServletGateConfiguration.class, ReactiveGateConfiguration.class })
public class HotUpgradeExclusiveAutoConfiguration {

	/**
	 * Makes nothing of the application's, as a post-processor must not.
	 */
	@Bean
	static ClaimBeforeCreation upgradeClaimBeforeCreation(Environment environment, BeanFactory beans) {
		return new ClaimBeforeCreation(ExclusiveSelection.of(environment), () -> beans.getBean(UpgradeEngine.class),
				() -> beans.getBean(EarlyClaim.class));
	}

	@Bean
	EarlyClaim upgradeEarlyClaim() {
		return new EarlyClaim();
	}

	@Bean
	ExclusiveSelection upgradeExclusiveSelection(Environment environment) {
		return ExclusiveSelection.of(environment);
	}

	@Bean
	RequestGate upgradeRequestGate(HotUpgradeProperties properties) {
		return new RequestGate(properties.exclusive().requests() == HotUpgradeProperties.ExclusiveRequests.REFUSE);
	}

	@Bean
	ForwardedRequests upgradeForwardedRequests(ApplicationContext context, HotUpgradeProperties properties) {
		return new ForwardedRequests(context, properties.exclusive().quiesceTimeout());
	}

	@Bean
	@Lazy(false)
	ResourceRegistration upgradeResourceRegistration(ConfigurableListableBeanFactory beans,
			ExclusiveSelection selection, RequestGate gate, UpgradeEngine engine, HotUpgradeProperties properties) {
		return new ResourceRegistration(beans, selection, gate, engine,
				EngineSettingsConverter.exclusive(properties.exclusive()));
	}

	@Bean
	LateResources upgradeLateResources(ApplicationContext context, ExclusiveSelection selection, UpgradeEngine engine) {
		return new LateResources(context, selection, () -> engine.isAwaited() || engine.isBackgroundWorkAwaited(),
				engine::isAwaited);
	}

	@Bean
	ResourcesBeforeReady upgradeResourcesBeforeReady(UpgradeEngine engine, EarlyClaim early, LateResources late) {
		return new ResourcesBeforeReady(engine, early, late, InstanceLifecycle.of(engine));
	}

}
