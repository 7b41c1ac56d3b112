package io.hotupgrade.autoconfigure.boot4;

import io.hotupgrade.autoconfigure.server.JettyConnectors;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Makes an embedded Jetty take part in upgrades, with servlets or WebFlux.
 */
final class JettyUpgradeCustomizer implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory>, Ordered {

	private final JettyConnectors connectors;

	JettyUpgradeCustomizer(JettyConnectors connectors) {
		this.connectors = connectors;
	}

	/** Comes last, and sees the connectors and handlers that others have added. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(ConfigurableJettyWebServerFactory factory) {
		factory.addServerCustomizers((server) -> {
			if (this.connectors.attach(server)) {
				factory.setShutdown(Shutdown.IMMEDIATE);
			}
		});
	}

}
