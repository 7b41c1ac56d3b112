package io.hotupgrade.autoconfigure;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.hotupgrade.engine.UpgradeEngine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HotUpgradeManagementContextConfiguration}.
 */
class HotUpgradeManagementContextConfigurationTests {

	private final UpgradeEngine engine = TestEngines.inert();

	private final AtomicReference<ApplicationContext> management = new AtomicReference<>();

	@Test
	void managementContextOnItsOwnPortHasACustomizerOfItsOwn() {
		try (ConfigurableApplicationContext context = run(UndertowConfiguration.class, "--management.server.port=0")) {
			assertThat(context.getBeanNamesForType(UndertowUpgradeCustomizer.class))
				.containsExactly("undertowUpgradeCustomizer");
			assertThat(this.management.get().getBeanNamesForType(UndertowUpgradeCustomizer.class))
				.containsExactly("managementUndertowUpgradeCustomizer");
			assertThat(this.management.get().getBean(ServletWebServerFactory.class))
				.isInstanceOf(UndertowServletWebServerFactory.class);
		}
	}

	@Test
	void managementContextOnTheSamePortHasNone() {
		try (ConfigurableApplicationContext context = run(UndertowConfiguration.class)) {
			assertThat(context.getBeanNamesForType(UndertowUpgradeCustomizer.class))
				.containsExactly("undertowUpgradeCustomizer");
			assertThat(this.management.get()).isNull();
		}
	}

	@Test
	void managementContextWhenInactiveHasNone() {
		try (ConfigurableApplicationContext context = run(TomcatConfiguration.class, "--management.server.port=0")) {
			assertThat(context.isActive()).isTrue();
			assertThat(this.management.get().getBeanNamesForType(UndertowUpgradeCustomizer.class)).isEmpty();
		}
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

}
