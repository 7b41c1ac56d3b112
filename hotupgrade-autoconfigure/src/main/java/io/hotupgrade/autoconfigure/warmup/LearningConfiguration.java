package io.hotupgrade.autoconfigure.warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

/**
 * What is learned of clients' requests. Whether that is wanted is looked at when the
 * application starts, and not when it is built.
 */
@Configuration(proxyBeanMethods = false)
class LearningConfiguration {

	@Bean
	RequestLearner upgradeRequestLearner(UpgradeEngine engine, HotUpgradeProperties properties,
			ObjectProvider<ActuatorPaths> actuator) {
		Predicate<String> ofActuator = (path) -> actuator.stream().anyMatch((paths) -> paths.test(path));
		return new RequestLearner(properties.warmUp().learn(), ofActuator, engine::learnRequests);
	}

	@Bean
	@Order(WarmUpSource.LEARNED)
	WarmUpSource upgradeWarmUpLearnedRequests(UpgradeEngine engine, HotUpgradeProperties properties) {
		return new LearnedSource(properties.warmUp().learn(), engine::inheritedRequests);
	}

	/**
	 * Only where there is an actuator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PathMappedEndpoints.class)
	static class ActuatorConfiguration {

		@Bean
		ActuatorPaths upgradeActuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints) {
			return new ActuatorPaths(
					() -> endpoints.stream().map(ActuatorConfiguration::paths).flatMap(List::stream).toList());
		}

		private static List<String> paths(PathMappedEndpoints endpoints) {
			List<String> paths = new ArrayList<>(endpoints.getAllPaths());
			if (StringUtils.hasText(endpoints.getBasePath())) {
				paths.add(endpoints.getBasePath());
			}
			return paths;
		}

	}

}
