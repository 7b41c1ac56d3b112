package io.hotupgrade.autoconfigure.server;

import org.springframework.boot.jetty.reactive.JettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.JettyResourceFactory;

/**
 * WebFlux on Jetty, with Spring Boot 4.
 */
class WebFluxOnJettyTests extends AbstractWebFluxTests {

	WebFluxOnJettyTests() {
		super(Server.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Server {

		@Bean
		JettyResourceFactory resourceFactory() {
			return new JettyResourceFactory();
		}

		/** As Spring Boot makes it. */
		@Bean
		JettyReactiveWebServerFactory webServerFactory(JettyResourceFactory resources) {
			JettyReactiveWebServerFactory factory = new JettyReactiveWebServerFactory();
			factory.setResourceFactory(resources);
			return factory;
		}

	}

}
