package io.hotupgrade.autoconfigure.engine;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of hot upgrade. A servlet application on an embedded Tomcat, Jetty
 * or Undertow gets an engine; any other one is left as it is, apart from a line in its
 * log. Backs off where the application has an {@link io.hotupgrade.HotUpgrade} of its
 * own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = { "org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration",
				"org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration",
				"org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "hotupgrade.enabled", matchIfMissing = true)
@Import({ UpgradeEngineConfiguration.class, InactiveHotUpgradeConfiguration.class })
public class HotUpgradeAutoConfiguration {

}
