package io.hotupgrade.autoconfigure.warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.hotupgrade.WarmUpReport;
import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static io.hotupgrade.autoconfigure.warmup.PipelineRun.ERROR;
import static io.hotupgrade.autoconfigure.warmup.PipelineRun.OBJECT;
import static io.hotupgrade.autoconfigure.warmup.PipelineRun.assertSettled;
import static io.hotupgrade.autoconfigure.warmup.PipelineRun.assertStopped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The pipeline's warm-up of real applications with WebFlux, whose every part that it must
 * not touch counts. Subclasses bring a server and a generation of Spring Boot.
 */
abstract class AbstractReactivePipelineTests {

	private final UpgradeEngine engine = TestEngines.awaited();

	private final List<Class<?>> sources;

	private final String security;

	private final Map<String, Object> properties = new TreeMap<>();

	private boolean secured;

	/**
	 * Creates the tests.
	 * @param security the auto-configurations of Spring Security
	 * @param sources what makes the server
	 */
	AbstractReactivePipelineTests(String security, Class<?>... sources) {
		this.security = security;
		this.sources = List.of(sources);
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
	void basePathIsFound() throws Exception {
		this.properties.put("spring.webflux.base-path", "/shop/");
		this.properties.put("management.endpoints.web.base-path", "/manage");
		List<WarmUpReport.Requests> requests = warmUp(ReactivePipelineSecurity.Permitting.class);
		assertThat(requests).extracting(WarmUpReport.Requests::request)
			.containsExactly("GET /shop/manage/health" + OBJECT, "GET /shop/manage/health" + ERROR);
		assertSettled(requests);
	}

	@Test
	void whatSpringBootProtectsByDefaultIsPassedWhereItIsOpen() throws Exception {
		this.secured = true;
		List<WarmUpReport.Requests> requests = warmUp();
		assertThat(requests).extracting(WarmUpReport.Requests::request)
			.containsExactly("GET /actuator/health" + OBJECT, "GET /actuator/health" + ERROR);
		assertSettled(requests);
	}

	@Test
	void openPathIsFoundWhereHealthIsNot() throws Exception {
		List<WarmUpReport.Requests> requests = warmUp(ReactivePipelineSecurity.OpenStart.class);
		assertThat(requests).extracting(WarmUpReport.Requests::request)
			.containsExactly("GET /" + OBJECT, "GET /" + ERROR);
		assertSettled(requests);
	}

	@Test
	void nothingIsSentWhereEverythingIsDenied() throws Exception {
		assertThat(warmUp(ReactivePipelineSecurity.DenyingAll.class)).singleElement().satisfies((requests) -> {
			assertThat(requests.sent()).isZero();
			assertThat(requests.note())
				.startsWith("not sent: Spring Security asks for a login at each of /actuator/health");
		});
	}

	@Test
	void sessionThatAFilterOpensEndsItAndIsKeptByNobody() throws Exception {
		assertStopped(warmUp(ReactivePipelineSecurity.WithSessions.class), "because a filter has opened a session");
	}

	@Test
	void filterThatRefusesIsMetOnce() throws Exception {
		assertStopped(warmUp(ReactivePipelineSecurity.Refusing.class),
				"was answered with 429 by something else in its way");
	}

	@Test
	void filterThatSetsACookieIsMetOnce() throws Exception {
		assertStopped(warmUp(ReactivePipelineSecurity.WithCookies.class), "was answered with a cookie");
	}

	@Test
	void nothingIsThereWhereItIsSwitchedOff() {
		this.properties.put("hotupgrade.warm-up.pipeline.enabled", "false");
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getBeansOfType(PipelineSource.class)).isEmpty();
			assertThat(context.getBeansOfType(ReactivePipelineHandlerMapping.class)).isEmpty();
			assertThat(context.getBeansOfType(ReactivePipelineFilter.class)).isEmpty();
			assertThat(context.getBeansOfType(ReactivePipelineErrors.class)).isEmpty();
		}
	}

	private List<WarmUpReport.Requests> warmUp(Class<?>... additional) throws Exception {
		try (ConfigurableApplicationContext context = start(additional)) {
			List<WarmUpReport.Requests> requests = new PipelineRun(this.engine).of(context);
			assertThat(context.getBean(ReactivePipelineApplication.Traces.class).touched()).isEmpty();
			PipelineRun.assertNotObserved(context);
			return requests;
		}
	}

	private ConfigurableApplicationContext start(Class<?>... additional) {
		List<Class<?>> all = new ArrayList<>(this.sources);
		all.add(ReactivePipelineApplication.class);
		all.addAll(List.of(additional));
		SpringApplication application = new SpringApplication(all.toArray(Class<?>[]::new));
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		this.properties.put("server.port", "0");
		this.properties.put("hotupgrade.warm-up.pipeline.timeout", "20s");
		this.properties.put("spring.autoconfigure.exclude",
				(this.secured || additional.length > 0) ? "" : this.security);
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> this.engine));
		return application.run(this.properties.entrySet()
			.stream()
			.map((each) -> "--" + each.getKey() + "=" + each.getValue())
			.toArray(String[]::new));
	}

}
