package io.hotupgrade.autoconfigure.server;

import org.springframework.boot.web.embedded.undertow.UndertowReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * WebFlux on Undertow, with Spring Boot 3.5.
 */
class WebFluxOnUndertowTests extends AbstractWebFluxTests {

	WebFluxOnUndertowTests() {
		super(Server.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Server {

		@Bean
		UndertowReactiveWebServerFactory webServerFactory() {
			return new UndertowReactiveWebServerFactory();
		}

	}

}
