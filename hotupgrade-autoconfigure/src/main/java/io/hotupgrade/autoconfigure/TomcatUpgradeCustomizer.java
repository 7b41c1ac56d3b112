package io.hotupgrade.autoconfigure;

import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.tomcat.TomcatAdapter;

/**
 * Makes the connector of an embedded Tomcat take part in upgrades. Its settings are kept.
 * Connectors that the application adds are left as they are.
 */
final class TomcatUpgradeCustomizer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(TomcatUpgradeCustomizer.class);

	private final String serverName;

	private final TomcatAdapter adapter;

	TomcatUpgradeCustomizer(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.serverName = serverName;
		this.adapter = new TomcatAdapter(serverName, registry, hooks);
	}

	/** Comes last, and sees the protocol that others have chosen. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.setProtocol(TomcatAdapter.PROTOCOL);
		factory.addConnectorCustomizers(this::attach);
		if (!factory.getAdditionalTomcatConnectors().isEmpty()) {
			logger.warn(
					"The {} additional connectors of the server '{}' do not take part in upgrades: "
							+ "requests to them are lost when this instance is replaced",
					factory.getAdditionalTomcatConnectors().size(), this.serverName);
		}
	}

	private void attach(Connector connector) {
		if (!this.adapter.attach(connector)) {
			logger.warn("The connector {} of the server '{}' does not take part in upgrades: hot upgrades need HTTP on "
					+ "NIO, which is Tomcat's default", connector, this.serverName);
		}
	}

}
