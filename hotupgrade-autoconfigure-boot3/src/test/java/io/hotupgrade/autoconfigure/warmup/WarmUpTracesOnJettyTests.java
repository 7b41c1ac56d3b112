package io.hotupgrade.autoconfigure.warmup;

import io.hotupgrade.autoconfigure.JettyConfiguration;
import org.springframework.boot.SpringApplication;

/**
 * What a warm-up leaves behind on Jetty, with Spring Boot 3.5.
 */
class WarmUpTracesOnJettyTests extends AbstractWarmUpTracesTests {

	@Override
	void choose(SpringApplication application) {
		JettyConfiguration.choose(application);
	}

}
