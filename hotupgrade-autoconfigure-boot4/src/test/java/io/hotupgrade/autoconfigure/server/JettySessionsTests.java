package io.hotupgrade.autoconfigure.server;

import org.springframework.boot.SpringApplication;

/**
 * Sessions that Jetty keeps in files, with Spring Boot 4.
 */
class JettySessionsTests extends AbstractSessionFileTests {

	@Override
	void choose(SpringApplication application) {
		application.setAdditionalProfiles("jetty");
	}

}
