package io.hotupgrade.autoconfigure.engine;

import java.net.BindException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.hotupgrade.FailureReason;
import io.hotupgrade.autoconfigure.properties.InvalidHotUpgradePropertyException;
import io.hotupgrade.engine.UpgradeEngine;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link EngineLifetime}, with real starts that succeed or fail.
 */
class EngineLifetimeTests {

	@Test
	void startWhenRefreshFailsIsReportedBeforeTheEngineIsClosed() {
		UpgradeEngine engine = TestEngines.awaited();
		assertThatException().isThrownBy(() -> start(engine, FailingRefreshConfiguration.class));
		InOrder order = inOrder(engine);
		then(engine).should(order)
			.failed(FailureReason.START_FAILED,
					"Failed to start bean 'failingLifecycle': not started: java.lang.IllegalArgumentException: no such queue");
		then(engine).should(order).close();
		then(engine).should(times(1)).close();
		then(engine).should(never()).drain();
	}

	@Test
	void startWhenABeanCannotBeCreatedNamesTheBeanAndEveryCause() {
		UpgradeEngine engine = TestEngines.awaited();
		assertThatException().isThrownBy(() -> start(engine, FailingBeansConfiguration.class));
		then(engine).should()
			.failed(FailureReason.START_FAILED, "bean 'shop': bean 'h2TCPServer': Exception opening port 18085: "
					+ "java.net.BindException: Address already in use");
	}

	@Test
	void startWhenRunnerFailsIsReportedBeforeTheDrain() {
		UpgradeEngine engine = TestEngines.awaited();
		assertThatException().isThrownBy(() -> start(engine, FailingRunnerConfiguration.class));
		InOrder order = inOrder(engine);
		then(engine).should(order).started();
		then(engine).should(order).failed(FailureReason.START_FAILED, "java.lang.IllegalStateException: no seed data");
		then(engine).should(order).drain();
		then(engine).should(order).close();
		then(engine).should(never()).ready();
	}

	@Test
	void startWhenItFailsAndNobodyWaitsJustClosesTheEngine() {
		UpgradeEngine engine = TestEngines.inert();
		assertThatException().isThrownBy(() -> start(engine, FailingRefreshConfiguration.class));
		then(engine).should(never()).failed(any(), any());
		then(engine).should(times(1)).close();
	}

	@Test
	void startWhenItFailsBeforeThereIsAnEngineDoesNotMaskTheFailure() {
		assertThatException()
			.isThrownBy(() -> start(TestEngines.awaited(), FailingRefreshConfiguration.class,
					"--hotupgrade.drain.idle-timeout=-1s"))
			.havingRootCause()
			.isInstanceOf(InvalidHotUpgradePropertyException.class);
	}

	@Test
	void closeWhenAwaitedClosesTheEngineAtOnce() {
		UpgradeEngine engine = TestEngines.awaited();
		start(engine, Configured.class).close();
		then(engine).should(times(1)).close();
		then(engine).should(never()).failed(any(), any());
	}

	@Test
	void messageWhenFailureIsLongIsCut() {
		UpgradeEngine engine = TestEngines.awaited();
		AtomicReference<String> message = new AtomicReference<>();
		willAnswer((call) -> {
			message.set(call.getArgument(1));
			return null;
		}).given(engine).failed(any(), any());
		assertThatException().isThrownBy(() -> start(engine, LongFailureConfiguration.class));
		assertThat(message.get()).hasSize(1003).endsWith("...");
	}

	private static ConfigurableApplicationContext start(UpgradeEngine engine, Class<?> configuration,
			String... arguments) {
		SpringApplication application = new SpringApplication(Configured.class, configuration);
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> engine));
		String[] all = Stream.concat(Stream.of("--server.port=0"), Arrays.stream(arguments)).toArray(String[]::new);
		return application.run(all);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configured {

		@Bean
		UndertowServletWebServerFactory webServerFactory() {
			return new UndertowServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingRefreshConfiguration {

		/**
		 * Fails as late as a refresh can, after the servers have been bound.
		 */
		@Bean
		SmartLifecycle failingLifecycle() {
			return new FailingLifecycle(
					new IllegalStateException("not started", new IllegalArgumentException("no such queue")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LongFailureConfiguration {

		@Bean
		SmartLifecycle failingLifecycle() {
			return new FailingLifecycle(new IllegalStateException("x".repeat(5000)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingBeansConfiguration {

		@Bean
		AtomicReference<StringBuilder> shop(StringBuilder server) {
			return new AtomicReference<>(server);
		}

		@Bean
		StringBuilder h2TCPServer() {
			throw new IllegalStateException("Exception opening port 18085",
					new BindException("Address already in use"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingRunnerConfiguration {

		@Bean
		ApplicationRunner failingRunner() {
			return (arguments) -> {
				throw new IllegalStateException("no seed data");
			};
		}

	}

	/**
	 * Cannot be started.
	 */
	private static final class FailingLifecycle implements SmartLifecycle {

		private final RuntimeException failure;

		FailingLifecycle(RuntimeException failure) {
			this.failure = failure;
		}

		@Override
		public void start() {
			throw this.failure;
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

}
