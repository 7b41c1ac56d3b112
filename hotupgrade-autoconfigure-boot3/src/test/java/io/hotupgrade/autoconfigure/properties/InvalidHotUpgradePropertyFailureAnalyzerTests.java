package io.hotupgrade.autoconfigure.properties;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link InvalidHotUpgradePropertyFailureAnalyzer}: what one reads when an
 * application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidHotUpgradePropertyFailureAnalyzerTests {

	@Test
	void failedStartNamesPropertyValueAndRemedy(CapturedOutput output) {
		assertThatException().isThrownBy(() -> SpringApplication.run(Application.class, "--server.port=0",
				"--hotupgrade.health.group=nonesuch"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"The value 'nonesuch' of the property 'hotupgrade.health.group' names no health group.",
				"define it with management.endpoint.health.group.nonesuch.include, or remove the property.");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		UndertowServletWebServerFactory webServerFactory() {
			return new UndertowServletWebServerFactory();
		}

		@Bean
		UpgradeEngineFactory upgradeEngineFactory() {
			return (settings, exit) -> TestEngines.inert();
		}

	}

}
