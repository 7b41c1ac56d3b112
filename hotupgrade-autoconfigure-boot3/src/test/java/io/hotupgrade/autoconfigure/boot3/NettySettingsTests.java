package io.hotupgrade.autoconfigure.boot3;

import io.hotupgrade.autoconfigure.NettyConfiguration;
import io.hotupgrade.autoconfigure.server.AbstractNettySettingsTests;
import io.hotupgrade.autoconfigure.server.ReactorNettyServer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.ReactiveWebServerFactoryAutoConfiguration;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The settings of Reactor Netty in Spring Boot 3.5.
 */
class NettySettingsTests extends AbstractNettySettingsTests {

	NettySettingsTests() {
		super(App.class, Upgradable.class);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@Import({ NettyConfiguration.class, ReactiveWebServerFactoryAutoConfiguration.class,
			EmbeddedWebServerFactoryCustomizerAutoConfiguration.class, SslAutoConfiguration.class })
	static class App {

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> showing(Seen seen) {
			return (factory) -> factory.addServerCustomizers(seen::by);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Upgradable {

		@Bean
		NettyUpgradeCustomizer customizer(ReactorNettyServer server) {
			return new NettyUpgradeCustomizer(server);
		}

	}

}
