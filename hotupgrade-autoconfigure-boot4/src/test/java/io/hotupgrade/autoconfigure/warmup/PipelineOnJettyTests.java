package io.hotupgrade.autoconfigure.warmup;

import org.springframework.boot.SpringApplication;

/**
 * The pipeline's warm-up on Jetty, with Spring Boot 4.
 */
class PipelineOnJettyTests extends AbstractPipelineTests {

	@Override
	void choose(SpringApplication application) {
		application.setAdditionalProfiles("jetty");
	}

}
