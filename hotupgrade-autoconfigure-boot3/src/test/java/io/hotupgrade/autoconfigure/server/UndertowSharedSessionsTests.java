package io.hotupgrade.autoconfigure.server;

import io.hotupgrade.autoconfigure.UndertowConfiguration;
import org.springframework.boot.SpringApplication;

/**
 * Sessions that Undertow shares.
 */
class UndertowSharedSessionsTests extends AbstractSharedSessionsTests {

	@Override
	void choose(SpringApplication application) {
		UndertowConfiguration.choose(application);
	}

}
