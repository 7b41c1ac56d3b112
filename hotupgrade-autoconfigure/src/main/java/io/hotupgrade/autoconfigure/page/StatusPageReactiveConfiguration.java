package io.hotupgrade.autoconfigure.page;

import io.hotupgrade.autoconfigure.endpoint.HotUpgradeEndpoint;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/**
 * What {@link StatusPageConfiguration} is with servlets.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass({ WebFilter.class, Mono.class })
@ConditionalOnBean({ HotUpgradeEndpoint.class, PathMappedEndpoints.class })
@ConditionalOnAvailableEndpoint(endpoint = HotUpgradeEndpoint.class, exposure = EndpointExposure.WEB)
@ConditionalOnBooleanProperty(name = "hotupgrade.page.enabled")
class StatusPageReactiveConfiguration {

	@Bean
	StatusPageWebFilter hotUpgradePageWebFilter(PathMappedEndpoints endpoints,
			ObjectProvider<ReactivePageTokens> tokens, Environment environment,
			ObjectProvider<EndpointAccessResolver> access) {
		return new StatusPageWebFilter(PageSettings.page(environment, access.getIfAvailable()),
				tokens.getIfAvailable(() -> ReactivePageTokens.NONE), () -> endpoints.getPath(PageSettings.ENDPOINT));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CsrfToken.class)
	static class SecurityConfiguration {

		/**
		 * Asking for the token has Spring Security keep it, in the session if need be.
		 */
		@Bean
		ReactivePageTokens hotUpgradePageTokens() {
			return SecurityConfiguration::find;
		}

		private static Mono<PageToken> find(ServerWebExchange exchange) {
			Object attribute = exchange.getAttribute(CsrfToken.class.getName());
			return (attribute instanceof Mono<?> token) ? token.ofType(CsrfToken.class)
				.map((found) -> new PageToken(found.getHeaderName(), found.getToken())) : Mono.empty();
		}

	}

}
