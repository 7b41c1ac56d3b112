package io.hotupgrade.autoconfigure.page;

import java.util.Arrays;

import io.hotupgrade.autoconfigure.endpoint.HotUpgradeEndpoint;
import io.hotupgrade.autoconfigure.endpoint.ServletPath;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Serves the page where the endpoint is, in whichever context serves that.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ Filter.class, OncePerRequestFilter.class })
@ConditionalOnBean({ HotUpgradeEndpoint.class, PathMappedEndpoints.class })
@ConditionalOnAvailableEndpoint(endpoint = HotUpgradeEndpoint.class, exposure = EndpointExposure.WEB)
@ConditionalOnBooleanProperty(name = "hotupgrade.page.enabled")
class StatusPageConfiguration {

	/**
	 * Last of all filters, so that only requests come here that the application's
	 * security lets through.
	 */
	@Bean
	FilterRegistrationBean<StatusPageFilter> hotUpgradePageFilter(PathMappedEndpoints endpoints,
			ObjectProvider<ServletPath> servletPath, ObjectProvider<ServletPageTokens> tokens, Environment environment,
			ObjectProvider<EndpointAccessResolver> access) {
		StatusPage page = PageSettings.page(environment, access.getIfAvailable());
		FilterRegistrationBean<StatusPageFilter> registration = new FilterRegistrationBean<>(
				new StatusPageFilter(page, tokens.getIfAvailable(() -> ServletPageTokens.NONE)));
		String path = servletPath.getIfAvailable(() -> (any) -> any).relative(endpoints.getPath(PageSettings.ENDPOINT));
		registration
			.addUrlPatterns(Arrays.stream(PageFile.values()).map((file) -> path + file.path()).toArray(String[]::new));
		registration.setOrder(Ordered.LOWEST_PRECEDENCE);
		return registration;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CsrfToken.class)
	static class SecurityConfiguration {

		/**
		 * Asking for the token has Spring Security keep it, in the session if need be.
		 */
		@Bean
		ServletPageTokens hotUpgradePageTokens() {
			return (request) -> (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token)
					? new PageToken(token.getHeaderName(), token.getToken()) : null;
		}

	}

}
