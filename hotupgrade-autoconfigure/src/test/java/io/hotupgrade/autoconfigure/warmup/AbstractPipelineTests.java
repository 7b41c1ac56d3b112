package io.hotupgrade.autoconfigure.warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.hotupgrade.WarmUpReport;
import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static io.hotupgrade.autoconfigure.warmup.PipelineRun.ERROR;
import static io.hotupgrade.autoconfigure.warmup.PipelineRun.OBJECT;
import static io.hotupgrade.autoconfigure.warmup.PipelineRun.assertSettled;
import static io.hotupgrade.autoconfigure.warmup.PipelineRun.assertStopped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The pipeline's warm-up of real applications, whose every part that it must not touch
 * counts. Subclasses bring a server and a generation of Spring Boot.
 */
abstract class AbstractPipelineTests {

	private final UpgradeEngine engine = TestEngines.awaited();

	private final Class<?>[] sources;

	private final Map<String, Object> properties = new TreeMap<>();

	private int allowedSessions;

	@TempDir
	private Path directory;

	AbstractPipelineTests(Class<?>... sources) {
		this.sources = sources;
	}

	@Test
	void withoutSecurityEverythingButTheApplicationIsPassed() throws Exception {
		List<WarmUpReport.Requests> requests = warmUp();
		assertThat(requests).extracting(WarmUpReport.Requests::source, WarmUpReport.Requests::request)
			.containsExactly(tuple("pipeline", "GET /actuator/health" + OBJECT),
					tuple("pipeline", "GET /actuator/health" + ERROR));
		assertSettled(requests);
	}

	@Test
	void contextPathAndServletPathAreFound() throws Exception {
		set("server.servlet.context-path", "/shop").set("spring.mvc.servlet.path", "/mvc")
			.set("management.endpoints.web.base-path", "/manage");
		List<WarmUpReport.Requests> requests = warmUp(PipelineSecurity.Permitting.class);
		assertThat(requests).extracting(WarmUpReport.Requests::request)
			.containsExactly("GET /shop/mvc/manage/health" + OBJECT, "GET /shop/mvc/manage/health" + ERROR);
		assertSettled(requests);
	}

	@Test
	void managementPortIsLeftAlone() throws Exception {
		set("management.server.port", "0");
		assertSettled(warmUp());
	}

	/**
	 * Health is open, and errors of those who have not logged in are not shown.
	 */
	@Test
	void whatSpringBootProtectsByDefaultIsPassedWhereItIsOpen() throws Exception {
		withSecurity();
		List<WarmUpReport.Requests> requests = warmUp();
		assertThat(requests).extracting(WarmUpReport.Requests::request)
			.containsExactly("GET /actuator/health" + OBJECT);
		assertSettled(requests);
	}

	@Test
	void openPathIsFoundWhereHealthIsNot() throws Exception {
		List<WarmUpReport.Requests> requests = warmUp(PipelineSecurity.OpenStart.class);
		assertThat(requests).extracting(WarmUpReport.Requests::request)
			.containsExactly("GET /" + OBJECT, "GET /" + ERROR);
		assertSettled(requests);
	}

	@Test
	void nothingIsSentWhereEverythingIsDenied() throws Exception {
		assertThat(warmUp(PipelineSecurity.DenyingAll.class)).singleElement().satisfies((requests) -> {
			assertThat(requests.sent()).isZero();
			assertThat(requests.note())
				.startsWith("not sent: Spring Security asks for a login at each of /actuator/health");
		});
	}

	@Test
	void sessionThatSpringSecurityOpensEndsItAndIsClosed() throws Exception {
		this.allowedSessions = 1;
		assertStopped(warmUp(PipelineSecurity.WithSessions.class), "because a filter has opened a session");
	}

	@Test
	void filterThatRefusesIsMetOnce() throws Exception {
		assertStopped(warmUp(PipelineSecurity.Refusing.class), "was answered with 429 by something else in its way");
	}

	@Test
	void filterThatSetsACookieIsMetOnce() throws Exception {
		assertStopped(warmUp(PipelineSecurity.WithCookies.class), "was answered with a cookie");
	}

	@Test
	void nothingIsThereWhereItIsSwitchedOff() {
		set("hotupgrade.warm-up.pipeline.enabled", "false");
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getBeansOfType(PipelineSource.class)).isEmpty();
			assertThat(context.getBeansOfType(PipelineHandlerMapping.class)).isEmpty();
		}
	}

	private void withSecurity() {
		set("spring.autoconfigure.exclude", "${test.other-servers:}");
	}

	private AbstractPipelineTests set(String name, String value) {
		this.properties.put(name, value);
		return this;
	}

	private List<WarmUpReport.Requests> warmUp(Class<?>... additional) throws Exception {
		if (additional.length > 0) {
			withSecurity();
		}
		try (ConfigurableApplicationContext context = start(additional)) {
			List<WarmUpReport.Requests> requests = new PipelineRun(this.engine).of(context);
			assertNoTrace(context);
			return requests;
		}
	}

	private ConfigurableApplicationContext start(Class<?>... additional) {
		List<Class<?>> all = new ArrayList<>(List.of(this.sources));
		all.add(PipelineApplication.class);
		all.addAll(List.of(additional));
		SpringApplication application = new SpringApplication(all.toArray(Class<?>[]::new));
		this.properties.putAll(Map.of("server.port", "0", "server.tomcat.basedir", this.directory.toString(),
				"server.tomcat.accesslog.enabled", "true", "server.tomcat.accesslog.buffered", "false",
				"server.tomcat.accesslog.directory", this.directory.toString(), "hotupgrade.warm-up.pipeline.timeout",
				"20s"));
		this.properties.putAll(Map.of("server.undertow.accesslog.enabled", "true", "server.undertow.accesslog.dir",
				this.directory.toString(), "server.jetty.accesslog.enabled", "true", "server.jetty.accesslog.filename",
				this.directory.resolve("access_log.log").toString()));
		application.setDefaultProperties(this.properties);
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> this.engine));
		List<String> arguments = this.properties.entrySet()
			.stream()
			.map((each) -> "--" + each.getKey() + "=" + each.getValue())
			.toList();
		choose(application);
		return application.run(arguments.toArray(String[]::new));
	}

	/**
	 * Chooses another server than Tomcat.
	 * @param application the application, which has not been started
	 */
	void choose(SpringApplication application) {
	}

	private void assertNoTrace(ConfigurableApplicationContext context) throws IOException {
		PipelineApplication.Traces traces = context.getBean(PipelineApplication.Traces.class);
		assertThat(traces.touched()).isEmpty();
		assertThat(traces.sessionsOpened()).isEqualTo(this.allowedSessions);
		assertThat(traces.sessionsClosed()).isEqualTo(this.allowedSessions);
		PipelineRun.assertNotObserved(context);
		assertThat(logged()).isEmpty();
	}

	private String logged() throws IOException {
		StringBuilder text = new StringBuilder();
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : files.filter((file) -> file.getFileName().toString().startsWith("access_log")).toList()) {
				text.append(Files.readString(file));
			}
		}
		return text.toString();
	}

}
