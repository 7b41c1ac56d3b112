package io.hotupgrade.autoconfigure.endpoint;

import io.hotupgrade.engine.UpgradeEngine;
import jakarta.servlet.Filter;
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
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts the check for malformed requests in front of the endpoint, in whichever context
 * serves it.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ Filter.class, OncePerRequestFilter.class })
@Conditional(OnJsonLibraryCondition.class)
@ConditionalOnBean({ HotUpgradeEndpoint.class, PathMappedEndpoints.class })
@ConditionalOnAvailableEndpoint(endpoint = HotUpgradeEndpoint.class, exposure = EndpointExposure.WEB)
class HotUpgradeEndpointRequestConfiguration {

	private static final EndpointId ENDPOINT = EndpointId.of("hotupgrade");

	/**
	 * Last of all filters, so that only requests come here that the application's
	 * security lets through.
	 */
	@Bean
	FilterRegistrationBean<HotUpgradeRequestFilter> hotUpgradeRequestFilter(PathMappedEndpoints endpoints,
			ObjectProvider<ServletPath> servletPath, ObjectProvider<UpgradeEngine> engine) {
		HotUpgradeRequestFilter filter = new HotUpgradeRequestFilter(RequestChecks.create());
		engine.ifAvailable((of) -> of.addPractice(filter::practise));
		FilterRegistrationBean<HotUpgradeRequestFilter> registration = new FilterRegistrationBean<>(filter);
		String path = endpoints.getPath(ENDPOINT);
		String prefixed = servletPath.getIfAvailable(() -> (any) -> any).relative(path);
		registration.addUrlPatterns(prefixed, prefixed + HotUpgradeRequestFilter.CONTINUE_PATH);
		registration.setOrder(Ordered.LOWEST_PRECEDENCE);
		return registration;
	}

}
