package io.hotupgrade.autoconfigure.boot4;

import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

import io.hotupgrade.autoconfigure.server.JettyConnectors;

/**
 * Makes an embedded Jetty take part in upgrades.
 */
final class JettyUpgradeCustomizer implements WebServerFactoryCustomizer<JettyServletWebServerFactory>, Ordered {

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
	public void customize(JettyServletWebServerFactory factory) {
		factory.addServerCustomizers((server) -> {
			if (this.connectors.attach(server)) {
				factory.setShutdown(Shutdown.IMMEDIATE);
			}
		});
	}

}
