package io.hotupgrade.autoconfigure.warmup;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What may stand in front of an application, and what may stop a warm-up there.
 */
final class PipelineSecurity {

	private PipelineSecurity() {
	}

	/** A login by form or password for everything but health and errors. */
	@Configuration(proxyBeanMethods = false)
	static class Permitting {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers((request) -> path(request).endsWith("/manage/health"))
							.permitAll()
							.requestMatchers((request) -> path(request).endsWith("/error"))
							.permitAll()
							.anyRequest()
							.authenticated())
				.formLogin(Customizer.withDefaults())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		private static String path(HttpServletRequest request) {
			return request.getRequestURI();
		}

	}

	/** The start page is open to everybody. */
	@Configuration(proxyBeanMethods = false)
	static class OpenStart {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/", "/error").permitAll().anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	/** Nothing is open. */
	@Configuration(proxyBeanMethods = false)
	static class DenyingAll {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll())
				.httpBasic(Customizer.withDefaults())
				.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

	/** Everything is open, and everybody gets a session. */
	@Configuration(proxyBeanMethods = false)
	static class WithSessions {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.ALWAYS))
				.build();
		}

	}

	/** A filter that limits rates, and has no more to give. */
	@Configuration(proxyBeanMethods = false)
	static class Refusing {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

		@Bean
		OncePerRequestFilter limit() {
			return new OncePerRequestFilter() {

				@Override
				protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response,
						FilterChain chain) {
					response.setStatus(429);
				}

			};
		}

	}

	/** A filter that knows everybody again. */
	@Configuration(proxyBeanMethods = false)
	static class WithCookies {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

		@Bean
		OncePerRequestFilter tracking() {
			return new OncePerRequestFilter() {

				@Override
				protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response,
						FilterChain chain) throws IOException, ServletException {
					response.addCookie(new Cookie("visitor", "1"));
					chain.doFilter(request, response);
				}

			};
		}

	}

}
