package io.hotupgrade.autoconfigure.engine;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InactiveHotUpgrade}.
 */
@ExtendWith(OutputCaptureExtension.class)
class InactiveHotUpgradeTests {

	private static final String BEGINNING = "Hot upgrade is inactive, because ";

	@Test
	void startOnAnotherServerSaysOnceThatItIsInactiveAndStartsNoThread(CapturedOutput output) {
		// Other tests of this JVM may have left some, which end when they have been idle.
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		SpringApplication.run(Application.class, "--server.port=0", "--management.server.port=0").close();
		assertThat(output.getAll())
			.containsOnlyOnce(BEGINNING + "the embedded server is a OwnServer: it needs a web application"
					+ " on Tomcat, Jetty, Undertow or Reactor Netty. Set hotupgrade.enabled=false");
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
			.extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("hotupgrade"));
	}

	@Test
	void startWithoutServerSaysSo(CapturedOutput output) {
		SpringApplication.run(Application.class, "--spring.main.web-application-type=none").close();
		assertThat(output.getAll()).containsOnlyOnce(BEGINNING + "this application has no embedded server");
	}

	@Test
	void startWhenDisabledSaysNothing(CapturedOutput output) {
		SpringApplication.run(Application.class, "--server.port=0", "--hotupgrade.enabled=false").close();
		assertThat(output).doesNotContain("ot upgrade");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ServletWebServerFactory webServerFactory() {
			return OwnServer.factory();
		}

	}

}
