package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.autoconfigure.JettyConfiguration;
import io.hotupgrade.autoconfigure.UndertowConfiguration;
import org.junit.jupiter.api.Test;

/**
 * Sessions that Tomcat shares, with Spring Boot 3.5.
 */
class SharedSessionsTests extends AbstractSharedSessionsTests {

	@Test
	void aSessionGoesOnOnJetty() throws Exception {
		assertASessionGoesOn(JettyConfiguration::choose);
	}

	@Test
	void aSessionGoesOnOnUndertow() throws Exception {
		assertASessionGoesOn(UndertowConfiguration::choose);
	}

}
