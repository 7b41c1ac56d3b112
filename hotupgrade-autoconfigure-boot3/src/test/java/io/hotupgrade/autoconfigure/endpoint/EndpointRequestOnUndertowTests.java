package io.hotupgrade.autoconfigure.endpoint;

import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoint on the application's own port, on Undertow.
 */
class EndpointRequestOnUndertowTests extends AbstractEndpointRequestTests {

	EndpointRequestOnUndertowTests() {
		super(ServerConfiguration.class, "/actuator/hotupgrade");
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		UndertowServletWebServerFactory webServerFactory() {
			return new UndertowServletWebServerFactory();
		}

	}

}
