package io.hotupgrade.autoconfigure.warmup;

import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The pipeline's warm-up on Undertow.
 */
class PipelineOnUndertowTests extends AbstractPipelineTests {

	PipelineOnUndertowTests() {
		super(ServerConfiguration.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		UndertowServletWebServerFactory webServerFactory() {
			return new UndertowServletWebServerFactory();
		}

	}

}
