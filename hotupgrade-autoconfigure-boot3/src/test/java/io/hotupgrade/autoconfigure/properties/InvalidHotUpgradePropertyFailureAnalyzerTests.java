package io.hotupgrade.autoconfigure.properties;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.BeansException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	/** Boot's own would be as good for the rest, but tells only to update something. */
	@Test
	void failedStartTellsWhereTheValueComesFrom(CapturedOutput output) {
		assertThatExceptionOfType(BeansException.class)
			.isThrownBy(() -> SpringApplication.run(Application.class, "--server.port=0",
					"--spring.config.import=classpath:wrong-probation.properties"))
			.withRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class);
		assertThat(output)
			.contains(
					"The value '-1s' of the property 'hotupgrade.probation' is negative. "
							+ "It comes from class path resource [wrong-probation.properties] - 1:22.",
					"Use a duration such as 30s, or remove the property, which means the same.")
			.doesNotContain("Update your application's configuration");
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
