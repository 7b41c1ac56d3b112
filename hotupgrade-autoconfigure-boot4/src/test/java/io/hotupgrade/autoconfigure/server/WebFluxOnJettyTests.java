package io.hotupgrade.autoconfigure.server;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.springframework.boot.jetty.reactive.JettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.JettyResourceFactory;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.upgrade.JettyRequestUpgradeStrategy;

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

		/** As Spring Boot makes it, where there are WebSockets. */
		@Bean
		JettyReactiveWebServerFactory webServerFactory(JettyResourceFactory resources) {
			JettyReactiveWebServerFactory factory = new JettyReactiveWebServerFactory();
			factory.setResourceFactory(resources);
			factory.addServerCustomizers((server) -> server.getDescendants(ServletContextHandler.class)
				.forEach((context) -> JettyWebSocketServletContainerInitializer.configure(context, null)));
			return factory;
		}

		@Bean
		RequestUpgradeStrategy webSockets() {
			return new JettyRequestUpgradeStrategy();
		}

	}

}
