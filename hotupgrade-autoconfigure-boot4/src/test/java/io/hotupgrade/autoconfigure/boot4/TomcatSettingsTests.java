package io.hotupgrade.autoconfigure.boot4;

import io.hotupgrade.autoconfigure.server.AbstractTomcatSettingsTests;
import io.hotupgrade.autoconfigure.server.TomcatConnectors;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.FakeRegistry;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The settings of Tomcat in Spring Boot 4.
 */
class TomcatSettingsTests extends AbstractTomcatSettingsTests {

	TomcatSettingsTests() {
		super(App.class, Upgradable.class, "server.tomcat.resource.cache-max-size=9MB",
				"server.compression.additional-mime-types=text/other");
	}

	@Override
	protected Connector connector(ConfigurableApplicationContext context) {
		TomcatWebServer server = (TomcatWebServer) ((ServletWebServerApplicationContext) context).getWebServer();
		return server.getTomcat().getConnector();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, SslAutoConfiguration.class })
	static class App {

		@Bean
		TomcatServletWebServerFactory tomcat(Own own) {
			TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
			if (own.protocol() != null) {
				factory.setProtocol(own.protocol());
			}
			factory.addAdditionalConnectors(own.additional());
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
