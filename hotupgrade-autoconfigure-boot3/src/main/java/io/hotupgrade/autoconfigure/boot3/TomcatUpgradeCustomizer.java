package io.hotupgrade.autoconfigure.boot3;

import java.lang.reflect.Field;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.util.ReflectionUtils;

import io.hotupgrade.autoconfigure.server.TomcatConnectors;

/**
 * Makes an embedded Tomcat take part in upgrades.
 */
final class TomcatUpgradeCustomizer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

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
	public void customize(TomcatServletWebServerFactory factory) {
		factory.setProtocol(this.connectors.protocol(protocolOf(factory)));
		factory.addConnectorCustomizers((connector) -> {
			if (this.connectors.attach(connector, factory.getAdditionalTomcatConnectors())) {
				factory.setShutdown(Shutdown.IMMEDIATE);
			}
		});
	}

	/** The factory keeps to itself what was chosen. */
	private static String protocolOf(TomcatServletWebServerFactory factory) {
		Field field = ReflectionUtils.findField(TomcatServletWebServerFactory.class, "protocol", String.class);
		if (field == null) {
			return TomcatServletWebServerFactory.DEFAULT_PROTOCOL;
		}
		ReflectionUtils.makeAccessible(field);
		return (String) ReflectionUtils.getField(field, factory);
	}

}
