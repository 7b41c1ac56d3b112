package io.hotupgrade.autoconfigure.endpoint;

import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An application that protects its endpoints with Spring Security.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SecuredApplication {

	@Bean
	TestHotUpgrade testHotUpgrade() {
		return new TestHotUpgrade();
	}

	/**
	 * As docs/security.md says: for programs, which have no session.
	 */
	@Bean
	SecurityFilterChain endpointSecurity(HttpSecurity http) throws Exception {
		http.securityMatcher(EndpointRequest.toAnyEndpoint())
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.httpBasic(Customizer.withDefaults())
			.csrf((csrf) -> csrf.disable());
		return http.build();
	}

}
