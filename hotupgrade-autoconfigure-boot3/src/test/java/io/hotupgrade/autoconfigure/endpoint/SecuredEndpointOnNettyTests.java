package io.hotupgrade.autoconfigure.endpoint;

import io.hotupgrade.autoconfigure.NettyConfiguration;
import org.springframework.boot.actuate.autoconfigure.security.reactive.EndpointRequest;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * The endpoint where Spring Security protects it, with WebFlux on Reactor Netty.
 */
class SecuredEndpointOnNettyTests extends AbstractSecuredEndpointTests {

	SecuredEndpointOnNettyTests() {
		super(Application.class);
	}

	@Override
	void choose(SpringApplication application) {
		NettyConfiguration.choose(application);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		TestHotUpgrade testHotUpgrade() {
			return new TestHotUpgrade();
		}

		/**
		 * As docs/security.md says: for programs, which have no session.
		 */
		@Bean
		SecurityWebFilterChain endpointSecurity(ServerHttpSecurity http) {
			return http.securityMatcher(EndpointRequest.toAnyEndpoint())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

}
