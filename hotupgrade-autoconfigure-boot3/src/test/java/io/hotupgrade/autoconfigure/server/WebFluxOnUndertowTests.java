package io.hotupgrade.autoconfigure.server;

import org.springframework.boot.web.embedded.undertow.UndertowReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.upgrade.UndertowRequestUpgradeStrategy;

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

		/** The only one that there is, until Spring supports Undertow no more. */
		@Bean
		@SuppressWarnings("removal")
		RequestUpgradeStrategy webSockets() {
			return new UndertowRequestUpgradeStrategy();
		}

	}

}
