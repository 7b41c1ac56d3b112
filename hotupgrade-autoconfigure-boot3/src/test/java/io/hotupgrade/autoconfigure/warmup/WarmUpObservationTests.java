package io.hotupgrade.autoconfigure.warmup;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.hotupgrade.autoconfigure.boot3.HotUpgradeBoot3AutoConfiguration;
import io.hotupgrade.autoconfigure.engine.HotUpgradeAutoConfigurations;
import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.tests.RawConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationPredicate;
import jakarta.servlet.http.HttpServletRequest;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.web.servlet.WebMvcObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;

/**
 * Tests for {@link HotUpgradeWarmUpAutoConfiguration}, with a real server and Boot's own
 * metrics.
 */
class WarmUpObservationTests {

	private final UpgradeEngine engine = TestEngines.awaited();

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(HotUpgradeAutoConfigurations.with(HotUpgradeBoot3AutoConfiguration.class,
				ServletWebServerFactoryAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
				HttpMessageConvertersAutoConfiguration.class, MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class,
				WebMvcObservationAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader("org.apache.catalina", "org.apache.coyote", "org.eclipse.jetty"))
		.withPropertyValues("server.port=0")
		.withBean(Hello.class)
		.withBean(UpgradeEngineFactory.class, () -> (settings, exit) -> this.engine);

	@Test
	void requestsOfTheWarmUpAreNotObserved() {
		this.runner.run((context) -> {
			assertThat(sendOneOfTheWarmUp()).isEqualTo("not observed");
			assertThat(sendOneOfAClient()).isEqualTo("observed");
			awaitRequests(context, 1);
		});
	}

	@Test
	void requestsOfTheWarmUpAreObservedIfWanted() {
		this.runner.withPropertyValues("hotupgrade.warm-up.recorded=true").run((context) -> {
			assertThat(context).doesNotHaveBean("upgradeWarmUpObservationPredicate");
			assertThat(sendOneOfTheWarmUp()).isEqualTo("observed");
			assertThat(sendOneOfAClient()).isEqualTo("observed");
			awaitRequests(context, 2);
		});
	}

	@Test
	void withoutMicrometerThereIsNothingToDo() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.apache.catalina", "org.apache.coyote", "org.eclipse.jetty",
					ObservationPredicate.class.getName()))
			.run((context) -> assertThat(context).doesNotHaveBean("upgradeWarmUpObservationPredicate"));
	}

	private UpgradableServer server() {
		ArgumentCaptor<UpgradableServer> server = ArgumentCaptor.forClass(UpgradableServer.class);
		then(this.engine).should(atLeastOnce()).register(server.capture());
		return server.getValue();
	}

	private String sendOneOfTheWarmUp() throws IOException {
		try (PrivateListener listener = server().openPrivateListener(false)) {
			return send(listener.address().getPort(), listener.headers());
		}
	}

	private String sendOneOfAClient() throws IOException {
		return send(server().listeners().get(0).address().getPort(), Map.of());
	}

	private static String send(int port, Map<String, String> headers) throws IOException {
		StringBuilder request = new StringBuilder("GET /hello HTTP/1.1\r\nHost: localhost\r\n");
		headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
		try (RawConnection connection = new RawConnection(SocketFactory.getDefault(), port)) {
			connection.send(request.append("\r\n").toString());
			return connection.receive().body();
		}
	}

	/**
	 * The response may be there before the filter has taken the time.
	 */
	private static void awaitRequests(ApplicationContext context, long count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(requests(context)).isEqualTo(count));
	}

	private static long requests(ApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.find("http.server.requests")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	@RestController
	static class Hello {

		@GetMapping(path = "/hello", produces = "text/plain")
		String hello(HttpServletRequest request) {
			return ServerHttpObservationFilter.findObservationContext(request).isPresent() ? "observed"
					: "not observed";
		}

	}

}
