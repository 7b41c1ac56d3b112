package io.hotupgrade.autoconfigure.endpoint;

import io.hotupgrade.engine.UpgradeEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.reactive.DispatcherHandler;
import reactor.core.publisher.Mono;

/**
 * What {@link HotUpgradeEndpointRequestConfiguration} is with servlets.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, Mono.class })
@Conditional(OnJsonLibraryCondition.class)
@ConditionalOnBean({ HotUpgradeEndpoint.class, PathMappedEndpoints.class })
@ConditionalOnAvailableEndpoint(endpoint = HotUpgradeEndpoint.class, exposure = EndpointExposure.WEB)
class HotUpgradeEndpointReactiveConfiguration {

	private static final EndpointId ENDPOINT = EndpointId.of("hotupgrade");

	@Bean
	HotUpgradeRequestMapping hotUpgradeRequestMapping(PathMappedEndpoints endpoints,
			ObjectProvider<DispatcherHandler> dispatcher, ObjectProvider<UpgradeEngine> engine) {
		HotUpgradeRequestMapping mapping = new HotUpgradeRequestMapping(RequestChecks.create(), dispatcher::getObject,
				() -> endpoints.getPath(ENDPOINT));
		engine.ifAvailable((of) -> of.addPractice(mapping::practise));
		return mapping;
	}

}
