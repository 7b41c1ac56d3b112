package io.hotupgrade.autoconfigure.boot3;

import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.hotupgrade.autoconfigure.server.TomcatConnectors;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.web.embedded.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatReactiveWebServerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.util.ReflectionUtils;

/**
 * Makes an embedded Tomcat take part in upgrades, with servlets or WebFlux. What both
 * factories have in common does not know of the protocol.
 */
final class TomcatUpgradeCustomizer implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

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
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		if (factory instanceof TomcatServletWebServerFactory servletFactory) {
			customize(factory, servletFactory::setProtocol, servletFactory::getAdditionalTomcatConnectors);
		}
		else if (factory instanceof TomcatReactiveWebServerFactory reactiveFactory) {
			customize(factory, reactiveFactory::setProtocol, reactiveFactory::getAdditionalTomcatConnectors);
		}
		else {
			this.connectors.leaveOut(factory);
		}
	}

	private void customize(ConfigurableTomcatWebServerFactory factory, Consumer<String> protocol,
			Supplier<List<Connector>> additional) {
		protocol.accept(this.connectors.protocol(protocolOf(factory)));
		factory.addConnectorCustomizers((connector) -> {
			if (this.connectors.attach(connector, additional.get())) {
				factory.setShutdown(Shutdown.IMMEDIATE);
			}
		});
	}

	/** The factory keeps to itself what was chosen. */
	private static String protocolOf(ConfigurableTomcatWebServerFactory factory) {
		Field field = ReflectionUtils.findField(factory.getClass(), "protocol", String.class);
		if (field == null) {
			return TomcatServletWebServerFactory.DEFAULT_PROTOCOL;
		}
		ReflectionUtils.makeAccessible(field);
		return (String) ReflectionUtils.getField(field, factory);
	}

}
