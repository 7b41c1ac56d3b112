package io.hotupgrade.autoconfigure.warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.tests.RawConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;

/**
 * What the requests of a warm-up leave behind, on Tomcat unless a subclass chooses, in
 * any generation of Spring Boot: with all that it configures by itself about metrics and
 * observations.
 */
abstract class AbstractWarmUpTracesTests {

	private final UpgradeEngine engine = TestEngines.awaited();

	@TempDir
	private Path directory;

	@Test
	void requestsOfTheWarmUpLeaveNoTrace() throws Exception {
		try (ConfigurableApplicationContext context = start(false)) {
			assertThat(sendOneOfTheWarmUp(false)).isEqualTo("not observed");
			assertThat(sendOneOfAClient()).isEqualTo("observed");
			assertRecorded(context, 1);
		}
	}

	@Test
	void requestsOfTheWarmUpAreRecordedIfWanted() throws Exception {
		try (ConfigurableApplicationContext context = start(true)) {
			assertThat(sendOneOfTheWarmUp(true)).isEqualTo("observed");
			assertThat(sendOneOfAClient()).isEqualTo("observed");
			assertRecorded(context, 2);
		}
	}

	@Test
	void metersOfUpgradesAreBoundToTheApplicationsRegistry() {
		try (ConfigurableApplicationContext context = start(false)) {
			assertThat(context.getBean(MeterRegistry.class).find("hotupgrade.connections").gauge()).isNotNull();
		}
	}

	private ConfigurableApplicationContext start(boolean recorded) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(Map.of("server.port", "0", "server.tomcat.basedir", this.directory.toString(),
				"server.tomcat.accesslog.enabled", "true", "server.tomcat.accesslog.buffered", "false",
				"server.tomcat.accesslog.rotate", "false", "server.tomcat.accesslog.directory",
				this.directory.toString(), "server.jetty.accesslog.enabled", "true", "server.jetty.accesslog.filename",
				this.directory.resolve("access_log.log").toString(), "hotupgrade.warm-up.recorded",
				Boolean.toString(recorded)));
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> this.engine));
		choose(application);
		return application.run();
	}

	/**
	 * Chooses another server than Tomcat.
	 * @param application the application, which has not been started
	 */
	void choose(SpringApplication application) {
	}

	private UpgradableServer server() {
		ArgumentCaptor<UpgradableServer> server = ArgumentCaptor.forClass(UpgradableServer.class);
		then(this.engine).should(atLeastOnce()).register(server.capture());
		return server.getValue();
	}

	private String sendOneOfTheWarmUp(boolean recorded) throws IOException {
		try (PrivateListener listener = server().openPrivateListener(recorded)) {
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
	 * The response may be there before the time was taken and the line written.
	 */
	private void assertRecorded(ConfigurableApplicationContext context, int requests) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(timed(context)).isEqualTo(requests);
			assertThat(Files.readAllLines(this.directory.resolve("access_log.log"))).hasSize(requests);
		});
	}

	private static long timed(ConfigurableApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.find("http.server.requests")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Hello hello() {
			return new Hello();
		}

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
