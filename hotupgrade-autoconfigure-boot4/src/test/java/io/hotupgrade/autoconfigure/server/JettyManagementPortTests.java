package io.hotupgrade.autoconfigure.server;

import org.springframework.boot.SpringApplication;

/**
 * A management server on a port of its own on Jetty, with Spring Boot 4.
 */
class JettyManagementPortTests extends AbstractManagementPortTests {

	@Override
	void choose(SpringApplication application) {
		application.setAdditionalProfiles("jetty");
	}

	/** Spring Boot does so on Tomcat and on Netty only. */
	@Override
	boolean exchangesCertificates() {
		return false;
	}

}
