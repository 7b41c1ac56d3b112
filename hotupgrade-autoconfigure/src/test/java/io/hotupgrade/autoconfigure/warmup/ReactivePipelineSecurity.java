package io.hotupgrade.autoconfigure.warmup;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.server.WebFilter;

/**
 * What may stand in front of an application with WebFlux, and what may stop a warm-up
 * there.
 */
final class ReactivePipelineSecurity {

	private ReactivePipelineSecurity() {
	}

	/** A login by form or password for everything but health. */
	@Configuration(proxyBeanMethods = false)
	static class Permitting {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(requests) -> requests.pathMatchers("/manage/health").permitAll().anyExchange().authenticated())
				.formLogin(Customizer.withDefaults())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	/** The start page is open to everybody. */
	@Configuration(proxyBeanMethods = false)
	static class OpenStart {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http
				.authorizeExchange((requests) -> requests.pathMatchers("/").permitAll().anyExchange().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	/** Nothing is open. */
	@Configuration(proxyBeanMethods = false)
	static class DenyingAll {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((requests) -> requests.anyExchange().denyAll())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

	/** Everybody gets a session. */
	@Configuration(proxyBeanMethods = false)
	static class WithSessions {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return open(http);
		}

		@Bean
		WebFilter visits() {
			return (exchange, chain) -> exchange.getSession()
				.doOnNext((session) -> session.getAttributes().put("visited", true))
				.then(chain.filter(exchange));
		}

	}

	/** A filter that limits rates, and has no more to give. */
	@Configuration(proxyBeanMethods = false)
	static class Refusing {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return open(http);
		}

		@Bean
		WebFilter limit() {
			return (exchange, chain) -> {
				exchange.getResponse().setStatusCode(HttpStatus.TOO_MANY_REQUESTS);
				return exchange.getResponse().setComplete();
			};
		}

	}

	/** A filter that knows everybody again. */
	@Configuration(proxyBeanMethods = false)
	static class WithCookies {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return open(http);
		}

		@Bean
		WebFilter tracking() {
			return (exchange, chain) -> {
				exchange.getResponse().addCookie(ResponseCookie.from("visitor", "1").build());
				return chain.filter(exchange);
			};
		}

	}

	private static SecurityWebFilterChain open(ServerHttpSecurity http) {
		return http.authorizeExchange((requests) -> requests.anyExchange().permitAll()).build();
	}

}
