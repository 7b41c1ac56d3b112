package io.hotupgrade.autoconfigure.server;

import java.util.Collection;

import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.tomcat.TomcatAdapter;

/**
 * The connectors of an embedded Tomcat, whatever generation of Spring Boot creates it.
 * That of Boot takes part in upgrades, with its settings; those that the application adds
 * are left as they are.
 */
public final class TomcatConnectors {

	private static final Logger logger = LoggerFactory.getLogger(TomcatConnectors.class);

	private final String serverName;

	private final TomcatAdapter adapter;

	/**
	 * Creates the connectors of a server.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 * @param hooks what the application contributes
	 */
	public TomcatConnectors(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.serverName = serverName;
		this.adapter = new TomcatAdapter(serverName, registry, hooks);
	}

	/**
	 * Makes a connector take part.
	 * @param connector the one that Boot has created with {@link TomcatAdapter#PROTOCOL}
	 */
	public void attach(Connector connector) {
		if (!this.adapter.attach(connector)) {
			logger.warn("The connector {} of the server '{}' does not take part in upgrades: hot upgrades need HTTP on "
					+ "NIO, which is Tomcat's default", connector, this.serverName);
		}
	}

	/**
	 * Says what happens to connectors that the application has added.
	 * @param connectors the connectors, which may be none
	 */
	public void leaveAlone(Collection<Connector> connectors) {
		if (!connectors.isEmpty()) {
			logger.warn(
					"The {} additional connectors of the server '{}' do not take part in upgrades: "
							+ "requests to them are lost when this instance is replaced",
					connectors.size(), this.serverName);
		}
	}

}
