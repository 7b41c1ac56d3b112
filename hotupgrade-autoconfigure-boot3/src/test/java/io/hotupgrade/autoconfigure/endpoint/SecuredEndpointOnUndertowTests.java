package io.hotupgrade.autoconfigure.endpoint;

import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoint where Spring Security protects it, on Undertow.
 */
class SecuredEndpointOnUndertowTests extends AbstractSecuredEndpointTests {

	SecuredEndpointOnUndertowTests() {
		super(SecuredApplication.class, ServerConfiguration.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		UndertowServletWebServerFactory webServerFactory() {
			return new UndertowServletWebServerFactory();
		}

	}

}
