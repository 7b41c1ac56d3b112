package io.hotupgrade.benchmarks;

import java.time.Duration;

import io.hotupgrade.loadmeter.MeasuredRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Replaces real servers under a little load, where they are installed.
 */
class ServersTests {

	private static final LoadSettings LITTLE = new LoadSettings(50, 2, Duration.ofMillis(20), Duration.ofMillis(300),
			Duration.ofMillis(500), Duration.ofMillis(300));

	@Test
	void nginxTakesANewBinary() throws Exception {
		assumeThat(Tool.NGINX.find()).isPresent();
		checkReplacement(new NginxStage());
	}

	@Test
	void haproxyReloads() throws Exception {
		assumeThat(Tool.HAPROXY.find()).isPresent();
		checkReplacement(new HaproxyStage());
	}

	private static void checkReplacement(Stage notStarted) throws Exception {
		try (Stage stage = notStarted) {
			stage.start();
			Round round = new Measurement(LITTLE).run(stage);
			assertThat(round.steady()).isNotEmpty().extracting(MeasuredRequest::instance).containsOnly("v1");
			assertThat(round.window().get(round.window().size() - 1).instance()).isEqualTo("v2");
			assertThat(round.secondsToNewVersion()).isPresent();
			assertThat(round.secondsToOldGone()).isPositive();
		}
	}

}
