package io.hotupgrade.autoconfigure.exclusive;

import io.hotupgrade.autoconfigure.properties.HotUpgradeProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.core.publisher.Mono;

/**
 * The gate with WebFlux.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(Mono.class)
class ReactiveGateConfiguration {

	@Bean
	ForwardedWebFilter upgradeForwardedWebFilter(ForwardedRequests requests) {
		return new ForwardedWebFilter(requests);
	}

	@Bean
	ReactiveGate upgradeReactiveGate(RequestGate gate, HotUpgradeProperties properties, Environment environment) {
		return new ReactiveGate(gate, GateSettings.excluded(properties.exclusive(), environment),
				GateSettings.patience(properties.exclusive()), new ReactiveForwarding());
	}

}
