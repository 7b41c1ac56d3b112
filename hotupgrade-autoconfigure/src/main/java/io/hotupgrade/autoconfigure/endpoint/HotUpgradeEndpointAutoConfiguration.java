package io.hotupgrade.autoconfigure.endpoint;

import java.util.function.Supplier;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfiguration;
import io.hotupgrade.autoconfigure.engine.InactiveHotUpgrade;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the actuator endpoint. It exists, and refuses, where hot upgrade
 * is inactive too, so that a script is told why.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HotUpgradeAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBooleanProperty(name = "hotupgrade.enabled", matchIfMissing = true)
public class HotUpgradeEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	HotUpgradeEndpoint hotUpgradeEndpoint(ObjectProvider<HotUpgrade> hotUpgrade,
			ObjectProvider<InactiveHotUpgrade> inactive) {
		Supplier<HotUpgrade> absent = () -> inactive.getObject().get();
		return new HotUpgradeEndpoint(() -> hotUpgrade.getIfAvailable(absent));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(HotUpgradeEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = HotUpgradeEndpoint.class, exposure = EndpointExposure.WEB)
	HotUpgradeEndpointWebExtension hotUpgradeEndpointWebExtension(HotUpgradeEndpoint endpoint,
			ApplicationEventPublisher publisher) {
		return new HotUpgradeEndpointWebExtension(endpoint, publisher);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(HotUpgradeEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = HotUpgradeEndpoint.class, exposure = EndpointExposure.JMX)
	HotUpgradeEndpointJmxExtension hotUpgradeEndpointJmxExtension(HotUpgradeEndpoint endpoint) {
		return new HotUpgradeEndpointJmxExtension(endpoint);
	}

}
