package io.hotupgrade.autoconfigure.endpoint;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoint on a management port, below a base path, on Tomcat.
 */
class EndpointRequestOnTomcatManagementPortTests extends AbstractEndpointRequestTests {

	EndpointRequestOnTomcatManagementPortTests() {
		super(ServerConfiguration.class, "/management/actuator/hotupgrade", "--management.server.port=0",
				"--management.server.base-path=/management");
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

}
