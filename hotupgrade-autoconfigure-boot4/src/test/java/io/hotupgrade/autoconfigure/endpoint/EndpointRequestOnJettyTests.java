package io.hotupgrade.autoconfigure.endpoint;

import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoint below every kind of prefix there is, on Jetty.
 */
class EndpointRequestOnJettyTests extends AbstractEndpointRequestTests {

	EndpointRequestOnJettyTests() {
		super(ServerConfiguration.class, "/context/servlet/operations/deploy", "--server.servlet.context-path=/context",
				"--spring.mvc.servlet.path=/servlet", "--management.endpoints.web.base-path=/operations",
				"--management.endpoints.web.path-mapping.hotupgrade=deploy");
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			return new JettyServletWebServerFactory();
		}

	}

}
