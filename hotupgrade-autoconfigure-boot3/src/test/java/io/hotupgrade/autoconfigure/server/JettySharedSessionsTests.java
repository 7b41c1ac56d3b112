package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.autoconfigure.JettyConfiguration;
import io.hotupgrade.autoconfigure.UndertowConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;

/**
 * Sessions that Jetty shares, with Spring Boot 3.5.
 */
class JettySharedSessionsTests extends AbstractSharedSessionsTests {

	@Override
	void choose(SpringApplication application) {
		JettyConfiguration.choose(application);
	}

	@Test
	void aSessionGoesOnOnUndertow() throws Exception {
		assertASessionGoesOn(UndertowConfiguration::choose);
	}

}
