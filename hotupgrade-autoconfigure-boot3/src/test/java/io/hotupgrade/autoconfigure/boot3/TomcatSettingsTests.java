package io.hotupgrade.autoconfigure.boot3;

import io.hotupgrade.autoconfigure.server.AbstractTomcatSettingsTests;
import io.hotupgrade.autoconfigure.server.TomcatConnectors;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.FakeRegistry;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The settings of Tomcat in Spring Boot 3.5.
 */
class TomcatSettingsTests extends AbstractTomcatSettingsTests {

	TomcatSettingsTests() {
		super(App.class, Upgradable.class);
	}

	@Override
	protected Connector connector(ConfigurableApplicationContext context) {
		TomcatWebServer server = (TomcatWebServer) ((ServletWebServerApplicationContext) context).getWebServer();
		return server.getTomcat().getConnector();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ServletWebServerFactoryAutoConfiguration.class, SslAutoConfiguration.class,
			EmbeddedWebServerFactoryCustomizerAutoConfiguration.class })
	static class App {

		@Bean
		TomcatServletWebServerFactory tomcat(Own own) {
			TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
			if (own.protocol() != null) {
				factory.setProtocol(own.protocol());
			}
			factory.addAdditionalTomcatConnectors(own.additional());
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Upgradable {

		@Bean
		FakeRegistry registry() {
			return new FakeRegistry();
		}

		@Bean
		TomcatUpgradeCustomizer customizer(FakeRegistry registry) {
			return new TomcatUpgradeCustomizer(new TomcatConnectors("server", registry, DrainHooks.NONE));
		}

	}

}
