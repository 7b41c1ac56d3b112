package io.hotupgrade.autoconfigure.server;

import org.springframework.boot.web.embedded.tomcat.TomcatReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * WebFlux on Tomcat, with Spring Boot 3.5.
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

	}

}
