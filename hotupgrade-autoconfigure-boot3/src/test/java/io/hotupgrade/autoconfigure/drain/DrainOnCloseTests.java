package io.hotupgrade.autoconfigure.drain;

import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.event.HotUpgradeDrainStartedEvent;
import io.hotupgrade.server.CutTraffic;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link DrainOnClose}, with a real application that is closed.
 */
class DrainOnCloseTests {

	private final List<String> steps = new CopyOnWriteArrayList<>();

	private final UpgradeEngine engine = TestEngines.inert();

	@Test
	void drainIsTheFirstStepAndFindsEverythingRunning() {
		close(run());
		assertThat(this.steps).startsWith("drain", "readiness REFUSING_TRAFFIC", "executor works", "lifecycle runs",
				"server runs");
		assertThat(this.steps).contains("first listener", "lifecycle stops");
	}

	@Test
	void drainWhenManagementHasItsOwnPortFindsThatServerRunningToo() {
		close(run("--management.server.port=0"));
		assertThat(this.steps).startsWith("drain", "readiness REFUSING_TRAFFIC", "executor works", "lifecycle runs",
				"server runs");
		then(this.engine).should(times(1)).drain();
	}

	@Test
	void drainWhenEventsAreAsynchronousStillBlocksTheClose() {
		close(run("--spring.profiles.active=async"));
		assertThat(this.steps).startsWith("drain");
	}

	@Test
	void drainIsAnnouncedFirstAndBeginsThoughAListenerFails() {
		List<String> order = this.steps;
		ConfigurableApplicationContext context = run();
		context.addApplicationListener((ApplicationListener<HotUpgradeDrainStartedEvent>) (event) -> {
			order.add("announced");
			throw new IllegalStateException("for the test");
		});
		close(context);
		assertThat(order).startsWith("announced", "drain");
	}

	private void close(ConfigurableApplicationContext context) {
		willAnswer((call) -> {
			this.steps.add("drain");
			describe(context);
			return CutTraffic.NONE;
		}).given(this.engine).drain();
		context.close();
	}

	private void describe(ApplicationContext context) throws Exception {
		this.steps.add("readiness " + context.getBean(ApplicationAvailability.class).getReadinessState());
		this.steps.add(context.getBean(ThreadPoolTaskExecutor.class).submit(() -> "executor works").get());
		this.steps.add(context.getBean(RecordingLifecycleBean.class).isRunning() ? "lifecycle runs" : "too late");
		int port = context.getEnvironment().getProperty("local.management.port", Integer.class, 0);
		try (Socket socket = new Socket("localhost", port)) {
			this.steps.add(socket.isConnected() ? "server runs" : "too late");
		}
	}

	private ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(Map.of("server.port", "0"));
		application.addInitializers((context) -> {
			context.getBeanFactory()
				.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> this.engine);
			context.getBeanFactory().registerSingleton("recorder", new Recorder(this.steps));
		});
		return application.run(arguments);
	}

	/**
	 * Takes down what happens.
	 */
	record Recorder(List<String> steps) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		UndertowServletWebServerFactory webServerFactory() {
			return new UndertowServletWebServerFactory();
		}

		@Bean
		FirstListener firstListener(Recorder recorder) {
			return new FirstListener(recorder);
		}

		@Bean
		RecordingLifecycleBean recordingLifecycle(Recorder recorder) {
			return new RecordingLifecycleBean(recorder);
		}

		@Bean
		@Profile("async")
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor("events-"));
			return multicaster;
		}

	}

	/**
	 * An application's own listener that wants to be first.
	 */
	static final class FirstListener {

		private final Recorder recorder;

		FirstListener(Recorder recorder) {
			this.recorder = recorder;
		}

		@EventListener
		@Order(Ordered.HIGHEST_PRECEDENCE)
		void closed(ContextClosedEvent event) {
			this.recorder.steps().add("first listener");
		}

	}

	/**
	 * Stopped in the first of all phases.
	 */
	static final class RecordingLifecycleBean extends RecordingSmartLifecycle {

		RecordingLifecycleBean(Recorder recorder) {
			super(recorder.steps(), "lifecycle");
		}

	}

}
