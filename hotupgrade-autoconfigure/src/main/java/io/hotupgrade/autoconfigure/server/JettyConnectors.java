package io.hotupgrade.autoconfigure.server;

import java.util.Map;

import io.hotupgrade.jetty.JettyAdapter;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors of an embedded Jetty, whatever generation of Spring Boot creates it.
 * Those that can take part in upgrades, with their settings; others are left as they are.
 *
 * @since 0.1.0
 */
public final class JettyConnectors {

	private static final Logger logger = LoggerFactory.getLogger(JettyConnectors.class);

	private final String serverName;

	/** Is there where Jetty is one that it fits. */
	private final @Nullable JettyAdapter adapter;

	/**
	 * Creates the connectors of a server.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 * @param hooks what the application contributes
	 */
	public JettyConnectors(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.serverName = serverName;
		this.adapter = AdapterFit.JETTY.obstacle().isEmpty() ? new JettyAdapter(serverName, registry, hooks) : null;
	}

	/**
	 * Makes the connectors of a server take part. To be called when it has them all.
	 * @param jetty the server, which has not been started
	 * @return whether all take part, so that the drain sees to the end of all requests:
	 * when Boot's graceful shutdown begins it is over, and Boot would only wait for the
	 * requests that it has cut
	 */
	public boolean attach(Server jetty) {
		if (this.adapter == null) {
			logger.warn("The server '{}' does not take part in upgrades, because {}", this.serverName,
					AdapterFit.JETTY.obstacle().orElseThrow());
			return false;
		}
		Map<Connector, String> others = this.adapter.attach(jetty);
		others.forEach((connector, reason) -> logger
			.warn("The connector {} of the server '{}' does not take part in upgrades, and a successor cannot bind its "
					+ "port beside this instance, because {}", connector, this.serverName, reason));
		return others.isEmpty();
	}

}
