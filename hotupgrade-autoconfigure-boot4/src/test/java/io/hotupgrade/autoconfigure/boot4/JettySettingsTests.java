package io.hotupgrade.autoconfigure.boot4;

import io.hotupgrade.autoconfigure.server.AbstractJettySettingsTests;
import io.hotupgrade.autoconfigure.server.JettyConnectors;
import org.eclipse.jetty.server.Server;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The settings of Jetty in Spring Boot 4.
 */
class JettySettingsTests extends AbstractJettySettingsTests {

	JettySettingsTests() {
		super(App.class, Upgradable.class, "server.compression.additional-mime-types=text/other");
	}

	@Override
	protected Server jetty(ConfigurableApplicationContext context) {
		return ((JettyWebServer) ((ServletWebServerApplicationContext) context).getWebServer()).getServer();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@Import({ JettyServletWebServerAutoConfiguration.class, SslAutoConfiguration.class })
	static class App {

		@Bean
		JettyServerCustomizer jetty(Own own) {
			return own.customizer()::accept;
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
