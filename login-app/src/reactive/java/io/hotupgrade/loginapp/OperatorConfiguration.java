package io.hotupgrade.loginapp;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Operators log in with a browser.
 */
@Configuration(proxyBeanMethods = false)
class OperatorConfiguration {

	@Bean
	@Order(0)
	@ConditionalOnProperty(name = "login.operators", havingValue = "session")
	SecurityWebFilterChain operators(ServerHttpSecurity http) {
		return http
			.securityMatcher(
					ServerWebExchangeMatchers.pathMatchers("/actuator/hotupgrade/**", "/login", "/default-ui.css"))
			.authorizeExchange((exchanges) -> exchanges.pathMatchers("/login", "/default-ui.css")
				.permitAll()
				.anyExchange()
				.hasRole("OPERATOR"))
			.formLogin(Customizer.withDefaults())
			.build();
	}

}
