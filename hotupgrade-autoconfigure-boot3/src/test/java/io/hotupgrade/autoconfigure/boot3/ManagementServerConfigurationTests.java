package io.hotupgrade.autoconfigure.boot3;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the server of a management context on its own port.
 */
class ManagementServerConfigurationTests {

	private final UpgradeEngine engine = TestEngines.inert();

	private final AtomicReference<ApplicationContext> management = new AtomicReference<>();

	@Test
	void managementContextOnItsOwnPortHasACustomizerOfItsOwn() {
		try (ConfigurableApplicationContext context = run(UndertowConfiguration.class, "--management.server.port=0")) {
			assertThat(customizers(context)).contains("undertowUpgradeCustomizer");
			assertThat(customizers(this.management.get())).contains("managementUndertowUpgradeCustomizer");
			assertThat(this.management.get().getBean(ServletWebServerFactory.class))
				.isInstanceOf(UndertowServletWebServerFactory.class);
		}
	}

	@Test
	void managementContextOnItsOwnPortHasACustomizerOfItsOwnOnTomcat() {
		try (ConfigurableApplicationContext context = run(TomcatConfiguration.class, "--management.server.port=0")) {
			assertThat(customizers(context)).contains("tomcatUpgradeCustomizer");
			assertThat(customizers(this.management.get())).contains("managementTomcatUpgradeCustomizer");
		}
	}

	@Test
	void managementContextOnItsOwnPortHasACustomizerOfItsOwnOnJetty() {
		try (ConfigurableApplicationContext context = run(JettyConfiguration.class, "--management.server.port=0")) {
			assertThat(customizers(context)).contains("jettyUpgradeCustomizer");
			assertThat(customizers(this.management.get())).contains("managementJettyUpgradeCustomizer");
			assertThat(this.management.get().getBean(ServletWebServerFactory.class))
				.isInstanceOf(JettyServletWebServerFactory.class);
		}
	}

	@Test
	void managementContextOnTheSamePortHasNone() {
		try (ConfigurableApplicationContext context = run(UndertowConfiguration.class)) {
			assertThat(customizers(context)).contains("undertowUpgradeCustomizer");
			assertThat(this.management.get()).isNull();
		}
	}

	@Test
	void managementContextWhenInactiveHasNone() {
		try (ConfigurableApplicationContext context = run(OwnConfiguration.class, "--management.server.port=0")) {
			assertThat(context.isActive()).isTrue();
			assertThat(customizers(this.management.get())).isEmpty();
		}
	}

	private static List<String> customizers(ApplicationContext context) {
		return Stream.of(context.getBeanDefinitionNames())
			.filter((name) -> name.endsWith("UpgradeCustomizer"))
			.toList();
	}

	private ConfigurableApplicationContext run(Class<?> configuration, String... arguments) {
		SpringApplication application = new SpringApplication(configuration);
		application.setDefaultProperties(Map.of("server.port", "0"));
		application.addInitializers((context) -> context.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> this.engine));
		application.addListeners((ApplicationListener<ServletWebServerInitializedEvent>) (event) -> {
			if ("management".equals(event.getApplicationContext().getServerNamespace())) {
				this.management.set(event.getApplicationContext());
			}
		});
		return application.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class UndertowConfiguration {

		@Bean
		UndertowServletWebServerFactory webServerFactory() {
			return new UndertowServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TomcatConfiguration {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class JettyConfiguration {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			return new JettyServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnConfiguration {

		/** Not one for which there is an adapter. */
		@Bean
		ServletWebServerFactory webServerFactory() {
			return (initializers) -> new TomcatServletWebServerFactory(0).getWebServer(initializers);
		}

	}

}
