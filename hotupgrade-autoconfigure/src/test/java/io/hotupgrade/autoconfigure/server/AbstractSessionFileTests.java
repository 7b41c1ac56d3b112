package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
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
import static org.mockito.BDDMockito.given;

/**
 * What becomes of {@code server.servlet.session.persistent}, on Tomcat unless a subclass
 * chooses, in any generation of Spring Boot: applications are started and stopped one
 * after the other, with one directory for their sessions.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractSessionFileTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	private String cookie = "none=0";

	@Test
	void sessionsSurviveARestart(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext first = start(TestEngines.inert())) {
			assertThat(visit(first)).isEqualTo("1");
			assertThat(visit(first)).isEqualTo("2");
		}
		assertThat(storedFiles()).isEqualTo(1);
		try (ConfigurableApplicationContext second = start(TestEngines.inert())) {
			assertThat(visit(second)).isEqualTo("3");
		}
		assertThat(output.getOut().split("keeps sessions across a restart, and not across an upgrade", -1))
			.as("two starts")
			.hasSize(3);
	}

	@Test
	void successorReadsNoSessions() throws Exception {
		leaveSessions();
		try (ConfigurableApplicationContext successor = start(successor())) {
			assertThat(visit(successor)).isEqualTo("1");
		}
	}

	@Test
	void sessionsExpireWhereAPredecessorIsFoundLater() throws Exception {
		leaveSessions();
		UpgradeEngine engine = TestEngines.inert();
		try (ConfigurableApplicationContext successor = start(engine)) {
			given(engine.hasPredecessor()).willReturn(true);
			assertThat(visit(successor)).isEqualTo("1");
		}
	}

	@Test
	void onlyTheInstanceThatServesWrites() throws Exception {
		UpgradeEngine engine = successor();
		given(engine.isAwaited()).willReturn(true);
		try (ConfigurableApplicationContext successor = start(engine)) {
			assertThat(visit(successor)).isEqualTo("1");
		}
		assertThat(storedFiles()).isZero();
	}

	private void leaveSessions() throws Exception {
		try (ConfigurableApplicationContext first = start(TestEngines.inert())) {
			assertThat(visit(first)).isEqualTo("1");
		}
		assertThat(storedFiles()).isEqualTo(1);
	}

	private static UpgradeEngine successor() {
		UpgradeEngine engine = TestEngines.inert();
		given(engine.hasPredecessor()).willReturn(true);
		return engine;
	}

	private long storedFiles() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.count();
		}
	}

	private String visit(ConfigurableApplicationContext context) throws Exception {
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

	private ConfigurableApplicationContext start(UpgradeEngine engine) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(Map.of("server.port", "0", "server.servlet.session.persistent", "true",
				"server.servlet.session.store-dir", this.directory.toString()));
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> engine));
		choose(application);
		return application.run();
	}

	/**
	 * Chooses another server than Tomcat.
	 * @param application the application, which has not been started
	 */
	void choose(SpringApplication application) {
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
	 * Counts the visits of a session.
	 */
	static final class VisitsServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			HttpSession session = request.getSession();
			Integer before = (Integer) session.getAttribute("visits");
			int visits = (before != null) ? before + 1 : 1;
			session.setAttribute("visits", visits);
			response.getWriter().print(visits);
		}

	}

}
