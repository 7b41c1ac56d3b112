package io.hotupgrade.autoconfigure.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hotupgrade.HotUpgrade;
import io.hotupgrade.autoconfigure.endpoint.HotUpgradeEndpoint;
import io.hotupgrade.autoconfigure.health.HealthCheck;
import io.hotupgrade.engine.UpgradeEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;

/**
 * An application on Spring Boot 4 that has nothing but the starter's modules, those for
 * another generation included.
 */
@ExtendWith(OutputCaptureExtension.class)
class HotUpgradeOnBoot4Tests {

	private final UpgradeEngine engine = TestEngines.inert();

	private ApplicationContext management;

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(Map.of("server.port", "0", "management.server.port", "0",
				"management.endpoints.web.exposure.include", "hotupgrade,health"));
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> this.engine));
		application.addListeners((ApplicationListener<ServletWebServerInitializedEvent>) (event) -> {
			if ("management".equals(event.getApplicationContext().getServerNamespace())) {
				this.management = event.getApplicationContext();
			}
		});
		this.context = application.run();
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void applicationGetsAnEngineAndAnEndpoint() {
		assertThat(this.context.getBean(HotUpgrade.class)).isSameAs(this.engine);
		assertThat(this.context.getBeanProvider(HotUpgradeEndpoint.class).getIfAvailable()).isNotNull();
		assertThat(this.context.getBean(HealthCheck.class)).isNotSameAs(HealthCheck.NONE);
		assertThat(this.context.getBean(HealthCheck.class).check().up()).isTrue();
		assertThat(this.context.containsBean("hotUpgradeHealthIndicator")).isTrue();
		assertThat(this.context.getBeanProvider(InactiveHotUpgrade.class).getIfAvailable()).isNull();
	}

	/** These tests are run with the libraries of 4.0, as well. */
	@Test
	void theVersionIsTheOneThatIsMeant() {
		String expected = System.getProperty("spring-boot.version");
		if (expected != null) {
			assertThat(SpringBootVersion.getVersion()).isEqualTo(expected);
		}
	}

	@Test
	void bothServersTakePart() {
		assertThat(customizers(this.context)).containsExactlyInAnyOrder("tomcatUpgradeCustomizer",
				"jettyUpgradeCustomizer", "nettyUpgradeCustomizer");
		assertThat(customizers(this.management)).containsExactlyInAnyOrder("managementTomcatUpgradeCustomizer",
				"managementJettyUpgradeCustomizer", "managementNettyUpgradeCustomizer");
	}

	@Test
	void serversAreDrainedAtTheEnd() {
		this.context.close();
		then(this.engine).should().drain();
		then(this.engine).should().close();
	}

	@Test
	void whatIsForSpringBoot3IsInertAndSaysNothing(CapturedOutput output) {
		ConditionEvaluationReport report = ConditionEvaluationReport.get(this.context.getBeanFactory());
		report.getConditionAndOutcomesBySource()
			.entrySet()
			.stream()
			.filter((source) -> source.getKey().startsWith("io.hotupgrade.autoconfigure.boot3.")
					&& source.getKey().contains("$"))
			.forEach((source) -> assertThat(source.getValue().isFullMatch()).as(source.getKey()).isFalse());
		assertThat(Stream.of(this.context.getBeanDefinitionNames()).map(this.context::getType))
			.noneMatch((type) -> type != null && type.getName().startsWith("io.hotupgrade.autoconfigure.boot3.")
					&& !type.getSimpleName().startsWith("HotUpgradeBoot3AutoConfiguration"));
		assertThat(output.getAll()).doesNotContain(" WARN ", " ERROR ");
	}

	private static List<String> customizers(ApplicationContext context) {
		return Stream.of(context.getBeanDefinitionNames())
			.filter((name) -> name.endsWith("UpgradeCustomizer"))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
