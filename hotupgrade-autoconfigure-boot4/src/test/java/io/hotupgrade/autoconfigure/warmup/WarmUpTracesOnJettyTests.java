package io.hotupgrade.autoconfigure.warmup;

import org.springframework.boot.SpringApplication;

/**
 * What a warm-up leaves behind on Jetty, with Spring Boot 4.
 */
class WarmUpTracesOnJettyTests extends AbstractWarmUpTracesTests {

	@Override
	void choose(SpringApplication application) {
		application.setAdditionalProfiles("jetty");
	}

}
