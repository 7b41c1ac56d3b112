package io.hotupgrade.autoconfigure.endpoint;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoint where Spring Security protects it, on Tomcat.
 */
class SecuredEndpointOnTomcatTests extends AbstractSecuredEndpointTests {

	SecuredEndpointOnTomcatTests() {
		super(SecuredApplication.class, ServerConfiguration.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

}
