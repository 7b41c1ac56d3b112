package io.hotupgrade.autoconfigure.server;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;

/**
 * Sessions that Jetty shares, with Spring Boot 4.
 */
class JettySharedSessionsTests extends AbstractSharedSessionsTests {

	@Override
	void choose(SpringApplication application) {
		application.setAdditionalProfiles("jetty");
	}

	@Test
	void aSessionGoesOnOnTomcat() throws Exception {
		assertASessionGoesOn((application) -> {
		});
	}

}
