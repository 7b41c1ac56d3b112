package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.autoconfigure.server.AbstractSessionFileTests.VisitsServlet;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.sessions.SessionExchange;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;

/**
 * Applications that share their sessions, on Tomcat unless a subclass chooses, in any
 * generation of Spring Boot.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractSharedSessionsTests {

	private static final String ENABLED = "hotupgrade.sessions.enabled";

	private static final String NO_EFFECT = "hotupgrade.sessions.enabled has no effect";

	private final HttpClient client = HttpClient.newHttpClient();

	private final SessionExchange exchange = new SessionExchange(() -> this.directory);

	@TempDir
	private Path directory;

	private String cookie = "none=0";

	/**
	 * Chooses the server of an application.
	 * @param application the application, which has not been started
	 */
	void choose(SpringApplication application) {
	}

	@Test
	void aSessionGoesOnInTheOtherApplication(CapturedOutput output) throws Exception {
		assertASessionGoesOn(this::choose);
		assertThat(output).doesNotContain(NO_EFFECT);
	}

	/**
	 * A client goes to and fro between this server and another one, and its cookie stays
	 * what it is.
	 * @param choice chooses the other server
	 */
	final void assertASessionGoesOn(Consumer<SpringApplication> choice) throws Exception {
		SessionExchange other = new SessionExchange(() -> this.directory);
		try (ConfigurableApplicationContext first = start(this.exchange, Map.of(ENABLED, "true"));
				ConfigurableApplicationContext second = start(choice, other, Map.of(ENABLED, "true"))) {
			other.invited(this.exchange.invite().orElseThrow());
			await().until(this.exchange::isLinked);
			assertThat(visit(first)).isEqualTo("1");
			String begun = this.cookie;
			assertThat(visit(second)).isEqualTo("2");
			assertThat(visit(first)).isEqualTo("3");
			assertThat(this.cookie).isEqualTo(begun);
			this.cookie = "none=0";
			assertThat(visit(second)).isEqualTo("1");
			begun = this.cookie;
			assertThat(visit(first)).isEqualTo("2");
			assertThat(visit(second)).isEqualTo("3");
			assertThat(this.cookie).isEqualTo(begun);
		}
		finally {
			this.exchange.close();
			other.close();
		}
	}

	@Test
	void nothingIsSharedUnlessItIsSwitchedOn(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start(this.exchange, Map.of())) {
			assertThat(visit(context)).isEqualTo("1");
			assertThat(this.exchange.isShared()).isFalse();
		}
		assertThat(output).doesNotContain(NO_EFFECT);
	}

	@Test
	void sessionsInAStoreOfTheirOwnAreLeftAlone(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(this.exchange, Map.of(ENABLED, "true"), Stored.class)) {
			assertThat(context.isActive()).isTrue();
			assertThat(this.exchange.isShared()).isFalse();
		}
		assertThat(output).contains(NO_EFFECT);
	}

	@Test
	void sessionsInAFileAreLeftAlone(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start(this.exchange,
				Map.of(ENABLED, "true", "server.servlet.session.persistent", "true", "server.servlet.session.store-dir",
						this.directory.toString()))) {
			assertThat(visit(context)).isEqualTo("1");
			assertThat(this.exchange.isShared()).isFalse();
		}
		assertThat(output).contains(NO_EFFECT);
	}

	private String visit(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		URI uri = URI
			.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/visits");
		HttpRequest request = HttpRequest.newBuilder(uri)
			.header("Cookie", this.cookie)
			.timeout(Duration.ofSeconds(30))
			.build();
		HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
		response.headers().firstValue("Set-Cookie").ifPresent((set) -> this.cookie = set.split(";")[0]);
		return response.body();
	}

	private ConfigurableApplicationContext start(SessionExchange sessions, Map<String, Object> properties,
			Class<?>... more) {
		return start(this::choose, sessions, properties, more);
	}

	private static ConfigurableApplicationContext start(Consumer<SpringApplication> choice, SessionExchange sessions,
			Map<String, Object> properties, Class<?>... more) {
		UpgradeEngine engine = TestEngines.inert();
		given(engine.sessions()).willReturn(sessions);
		SpringApplication application = new SpringApplication(Application.class);
		choice.accept(application);
		for (Class<?> configuration : more) {
			application.addPrimarySources(List.of(configuration));
		}
		Map<String, Object> all = new HashMap<>(properties);
		all.put("server.port", "0");
		application.setDefaultProperties(all);
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> engine));
		return application.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ServletRegistrationBean<VisitsServlet> visits() {
			return new ServletRegistrationBean<>(new VisitsServlet(), "/visits");
		}

	}

	/**
	 * As an application with Spring Session has.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Stored {

		@Bean
		Filter springSessionRepositoryFilter() {
			return (request, response, chain) -> chain.doFilter(request, response);
		}

	}

}
