package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.autoconfigure.JettyConfiguration;
import org.springframework.boot.SpringApplication;

/**
 * A management server on a port of its own on Jetty, with Spring Boot 3.5.
 */
class JettyManagementPortTests extends AbstractManagementPortTests {

	@Override
	void choose(SpringApplication application) {
		JettyConfiguration.choose(application);
	}

	/** Spring Boot does so on Tomcat and on Netty only. */
	@Override
	boolean exchangesCertificates() {
		return false;
	}

}
