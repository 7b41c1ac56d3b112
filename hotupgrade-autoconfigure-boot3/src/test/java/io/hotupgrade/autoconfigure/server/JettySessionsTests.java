package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.autoconfigure.JettyConfiguration;
import org.springframework.boot.SpringApplication;

/**
 * Sessions that Jetty keeps in files, with Spring Boot 3.5.
 */
class JettySessionsTests extends AbstractSessionFileTests {

	@Override
	void choose(SpringApplication application) {
		JettyConfiguration.choose(application);
	}

}
