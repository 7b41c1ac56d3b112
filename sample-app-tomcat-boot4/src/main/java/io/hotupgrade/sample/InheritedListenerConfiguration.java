package io.hotupgrade.sample;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * For a comparison: listens on the socket that this process has as its standard input, as
 * a service does that systemd activates.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sample.inherited-listener")
class InheritedListenerConfiguration {

	@Bean
	TomcatConnectorCustomizer inheritedListener() {
		return (connector) -> connector.setProperty("useInheritedChannel", "true");
	}

}
