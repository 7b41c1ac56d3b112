package io.hotupgrade.autoconfigure.endpoint;

import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoint on a management port, below a base path, on Undertow.
 */
class EndpointRequestOnUndertowManagementPortTests extends AbstractEndpointRequestTests {

	EndpointRequestOnUndertowManagementPortTests() {
		super(ServerConfiguration.class, "/management/actuator/hotupgrade", "--management.server.port=0",
				"--management.server.base-path=/management");
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		UndertowServletWebServerFactory webServerFactory() {
			return new UndertowServletWebServerFactory();
		}

	}

}
