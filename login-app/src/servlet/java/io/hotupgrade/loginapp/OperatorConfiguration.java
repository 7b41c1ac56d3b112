package io.hotupgrade.loginapp;

import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;

/**
 * Operators log in with a browser: with {@code login.operators=session} as
 * docs/page.md says, with {@code cookie} for applications that live in the browser.
 */
@Configuration(proxyBeanMethods = false)
class OperatorConfiguration {

	@Bean
	@Order(0)
	@ConditionalOnProperty(name = "login.operators", havingValue = "session")
	SecurityFilterChain operators(HttpSecurity http) throws Exception {
		return guarded(http).build();
	}

	@Bean
	@Order(0)
	@ConditionalOnProperty(name = "login.operators", havingValue = "cookie")
	SecurityFilterChain operatorsWithCookie(HttpSecurity http) throws Exception {
		return guarded(http)
			.csrf((csrf) -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
				.csrfTokenRequestHandler(new CookieInHeader()))
			.build();
	}

	private static HttpSecurity guarded(HttpSecurity http) throws Exception {
		return http.securityMatcher("/actuator/hotupgrade/**", "/login", "/default-ui.css")
			.authorizeHttpRequests((requests) -> requests.requestMatchers("/login", "/default-ui.css")
				.permitAll()
				.anyRequest()
				.hasRole("OPERATOR"))
			.formLogin(Customizer.withDefaults());
	}

	/** Forms bring the masked token, as ever, and scripts the cookie as it is. */
	private static final class CookieInHeader implements CsrfTokenRequestHandler {

		private final CsrfTokenRequestHandler masked = new XorCsrfTokenRequestAttributeHandler();

		private final CsrfTokenRequestHandler plain = new CsrfTokenRequestAttributeHandler();

		@Override
		public void handle(HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
			this.masked.handle(request, response, token);
		}

		@Override
		public String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
			boolean isScript = request.getHeader(token.getHeaderName()) != null;
			return (isScript ? this.plain : this.masked).resolveCsrfTokenValue(request, token);
		}

	}

}
