package io.hotupgrade.autoconfigure.boot4;

import io.hotupgrade.autoconfigure.server.TomcatConnectors;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Makes an embedded Tomcat take part in upgrades, with servlets or WebFlux.
 */
final class TomcatUpgradeCustomizer implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

	private final TomcatConnectors connectors;

	TomcatUpgradeCustomizer(TomcatConnectors connectors) {
		this.connectors = connectors;
	}

	/** Comes last, and sees the protocol that others have chosen. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(TomcatWebServerFactory factory) {
		factory.setProtocol(this.connectors.protocol(factory.getProtocol()));
		factory.addConnectorCustomizers((connector) -> {
			if (this.connectors.attach(connector, factory.getAdditionalConnectors())) {
				factory.setShutdown(Shutdown.IMMEDIATE);
			}
		});
	}

}
