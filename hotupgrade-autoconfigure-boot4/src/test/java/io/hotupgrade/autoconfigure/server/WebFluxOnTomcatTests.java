package io.hotupgrade.autoconfigure.server;

import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.upgrade.StandardWebSocketUpgradeStrategy;

/**
 * WebFlux on Tomcat, with Spring Boot 4.
 */
class WebFluxOnTomcatTests extends AbstractWebFluxTests {

	WebFluxOnTomcatTests() {
		super(Server.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Server {

		@Bean
		TomcatReactiveWebServerFactory webServerFactory() {
			return new TomcatReactiveWebServerFactory();
		}

		@Bean
		RequestUpgradeStrategy webSockets() {
			return new StandardWebSocketUpgradeStrategy();
		}

	}

}
