package io.hotupgrade.autoconfigure.health;

import java.time.Duration;

import io.hotupgrade.autoconfigure.engine.RecordingLifecycle;
import io.hotupgrade.autoconfigure.threads.ManualScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadinessReporter}, with the events of a real start.
 */
class ReadinessReporterTests {

	private final ManualScheduler scheduler = new ManualScheduler();

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void startWhenNobodyWaitsIsReadyWithoutHealthCheck() {
		RecordingLifecycle lifecycle = new RecordingLifecycle(false);
		start(lifecycle);
		assertThat(lifecycle.calls()).containsExactly("started", "ready");
	}

	@Test
	void startWhenAwaitedIsReadyAfterTheHealthCheck() {
		RecordingLifecycle lifecycle = new RecordingLifecycle(true);
		start(lifecycle);
		assertThat(lifecycle.calls()).containsExactly("started");
		// The change to ACCEPTING_TRAFFIC spares the first interval.
		this.scheduler.advance(Duration.ZERO);
		assertThat(lifecycle.calls()).containsExactly("started", "ready");
	}

	@Test
	void eventOfAnotherContextIsIgnored() {
		RecordingLifecycle lifecycle = new RecordingLifecycle(true);
		start(lifecycle);
		try (GenericApplicationContext child = new GenericApplicationContext(this.context)) {
			child.refresh();
			AvailabilityChangeEvent.publish(child, ReadinessState.ACCEPTING_TRAFFIC);
		}
		assertThat(lifecycle.calls()).containsExactly("started");
	}

	private void start(RecordingLifecycle lifecycle) {
		SpringApplication application = new SpringApplication(EmptyConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> {
			ReadinessGate gate = new ReadinessGate(() -> ReadinessState.ACCEPTING_TRAFFIC, HealthCheck.NONE,
					Duration.ofSeconds(10), this.scheduler, lifecycle);
			context.addApplicationListener(new ReadinessReporter(context, lifecycle, gate));
		});
		this.context = application.run();
	}

	@Configuration(proxyBeanMethods = false)
	static class EmptyConfiguration {

	}

}
