package io.hotupgrade.autoconfigure.warmup;

import io.hotupgrade.autoconfigure.engine.ConditionalOnUpgradeEngine;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.engine.InstanceLifecycle;
import io.hotupgrade.autoconfigure.exclusive.ResourcesBeforeReady;
import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.autoconfigure.properties.WarmUpSettingsConverter;
import io.hotupgrade.engine.UpgradeEngine;
import io.micrometer.observation.ObservationPredicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import reactor.core.publisher.Mono;

/**
 * Auto-configuration of the warm-up.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnUpgradeEngine
@EnableConfigurationProperties(HotUpgradeProperties.class)
@Import({ WarmUpSourcesConfiguration.class, ServletPipelineConfiguration.class, ReactivePipelineConfiguration.class,
		LearningConfiguration.class })
public class HotUpgradeWarmUpAutoConfiguration {

	@Bean
	WarmUpBeforeReady upgradeWarmUp(ApplicationContext context, UpgradeEngine engine, HotUpgradeProperties properties,
			ObjectProvider<WarmUpSource> sources, ObjectProvider<ResourcesBeforeReady> resources) {
		ResourcesBeforeReady last = resources.getIfAvailable();
		return new WarmUpBeforeReady(context, WarmUpSettingsConverter.convert(properties.warmUp()), sources,
				engine::warmUp, (last != null) ? last::isUrgent : () -> false,
				(last != null) ? last : InstanceLifecycle.of(engine));
	}

	/**
	 * Keeps the requests of the warm-up out of what is observed of HTTP requests: metrics
	 * and traces.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ ObservationPredicate.class, ServerRequestObservationContext.class })
	@ConditionalOnBooleanProperty(name = "hotupgrade.warm-up.recorded", havingValue = false, matchIfMissing = true)
	static class ObservationConfiguration {

		@Bean
		WarmUpObservations upgradeWarmUpObservationPredicate() {
			return new WarmUpObservations();
		}

	}

	/**
	 * The same with WebFlux.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass({ ObservationPredicate.class, Mono.class,
			org.springframework.http.server.reactive.observation.ServerRequestObservationContext.class })
	@ConditionalOnBooleanProperty(name = "hotupgrade.warm-up.recorded", havingValue = false, matchIfMissing = true)
	static class ReactiveObservationConfiguration {

		@Bean
		WarmUpReactiveObservations upgradeWarmUpReactiveObservationPredicate() {
			return new WarmUpReactiveObservations();
		}

	}

}
