package io.hotupgrade.autoconfigure;

import io.micrometer.observation.ObservationPredicate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;

import io.hotupgrade.WarmUp;
import io.hotupgrade.engine.UpgradeEngine;

/**
 * Keeps the requests of the warm-up out of what is observed of HTTP requests: metrics and
 * traces.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(value = UpgradeEngine.class, search = SearchStrategy.CURRENT)
@ConditionalOnClass({ ObservationPredicate.class, ServerRequestObservationContext.class })
@ConditionalOnBooleanProperty(name = "hotupgrade.warm-up.recorded", havingValue = false, matchIfMissing = true)
class WarmUpObservationConfiguration {

	@Bean
	ObservationPredicate upgradeWarmUpObservationPredicate() {
		return (name, context) -> !(context instanceof ServerRequestObservationContext server
				&& server.getCarrier() != null && server.getCarrier().getAttribute(WarmUp.REQUEST_ATTRIBUTE) != null);
	}

}
