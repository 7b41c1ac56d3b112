package io.hotupgrade.autoconfigure.boot3;

import io.hotupgrade.autoconfigure.server.AbstractJettySettingsTests;
import io.hotupgrade.autoconfigure.server.JettyConnectors;
import org.eclipse.jetty.server.Server;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.embedded.jetty.JettyWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The settings of Jetty in Spring Boot 3.5.
 */
class JettySettingsTests extends AbstractJettySettingsTests {

	JettySettingsTests() {
		super(App.class, Upgradable.class);
	}

	@Override
	protected Server jetty(ConfigurableApplicationContext context) {
		return ((JettyWebServer) ((ServletWebServerApplicationContext) context).getWebServer()).getServer();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ServletWebServerFactoryAutoConfiguration.class, SslAutoConfiguration.class,
			EmbeddedWebServerFactoryCustomizerAutoConfiguration.class })
	static class App {

		@Bean
		JettyServletWebServerFactory jetty(Own own) {
			JettyServletWebServerFactory factory = new JettyServletWebServerFactory();
			factory.addServerCustomizers(own.customizer()::accept);
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Upgradable {

		@Bean
		JettyUpgradeCustomizer customizer(JettyConnectors connectors) {
			return new JettyUpgradeCustomizer(connectors);
		}

	}

}
