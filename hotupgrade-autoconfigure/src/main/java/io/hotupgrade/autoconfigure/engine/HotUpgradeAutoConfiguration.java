package io.hotupgrade.autoconfigure.engine;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of hot upgrade. An application on an embedded Tomcat, Jetty,
 * Undertow or Reactor Netty gets an engine; any other one is left as it is, apart from a
 * line in its log. Backs off where the application has an
 * {@link io.hotupgrade.HotUpgrade} of its own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = { "org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration",
				"org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration",
				"org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration",
				"org.springframework.boot.autoconfigure.web.reactive.ReactiveWebServerFactoryAutoConfiguration",
				"org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration",
				"org.springframework.boot.jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration",
				"org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "hotupgrade.enabled", matchIfMissing = true)
@Import({ UpgradeEngineConfiguration.class, InactiveHotUpgradeConfiguration.class, ReactiveServletConfiguration.class,
		ReactiveSessionsConfiguration.class })
public class HotUpgradeAutoConfiguration {

}
