package io.hotupgrade.loginapp;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Form login, remember-me, and one session at a time for each user.
 */
@Configuration(proxyBeanMethods = false)
class LoginConfiguration {

	@Bean
	SecurityFilterChain login(HttpSecurity http) throws Exception {
		return http
			.authorizeHttpRequests((requests) -> requests.requestMatchers("/actuator/**")
				.permitAll()
				.anyRequest()
				.authenticated())
			.csrf((csrf) -> csrf.ignoringRequestMatchers("/actuator/**"))
			.formLogin(Customizer.withDefaults())
			.rememberMe((remembered) -> remembered.key("the same in each version"))
			.sessionManagement((sessions) -> sessions.maximumSessions(1))
			.build();
	}

}
