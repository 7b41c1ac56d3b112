package io.hotupgrade.autoconfigure.warmup;

import io.hotupgrade.autoconfigure.JettyConfiguration;
import org.springframework.boot.SpringApplication;

/**
 * The pipeline's warm-up on Jetty, with Spring Boot 3.5.
 */
class PipelineOnJettyTests extends AbstractPipelineTests {

	@Override
	void choose(SpringApplication application) {
		JettyConfiguration.choose(application);
	}

}
