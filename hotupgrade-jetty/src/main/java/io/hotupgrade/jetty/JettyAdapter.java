package io.hotupgrade.jetty;

import java.util.ArrayList;
import java.util.List;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Makes an embedded Jetty take part in upgrades. Its settings are kept.
 *
 * @since 0.1.0
 */
public final class JettyAdapter {

	private final JettyServer server;

	/**
	 * Creates the adapter of a server.
	 * @param serverName the server's name, {@code server} or {@code management}
	 * @param registry where the server gets its instructions
	 * @param hooks what the application contributes to a drain
	 */
	public JettyAdapter(String serverName, ServerRegistry registry, DrainHooks hooks) {
		this.server = new JettyServer(serverName, registry, hooks);
	}

	/**
	 * Makes a server take part. To be called before it is started, when it has all its
	 * connectors and handlers.
	 * @param jetty the server
	 * @return the connectors that do not take part, because they are not for TCP, have
	 * inherited their socket or no thread that accepts
	 */
	public List<Connector> attach(Server jetty) {
		List<Connector> others = new ArrayList<>();
		List<ServerConnector> steered = new ArrayList<>();
		for (Connector connector : jetty.getConnectors()) {
			if (connector instanceof ServerConnector serverConnector && fits(serverConnector)) {
				steered.add(serverConnector);
			}
			else {
				others.add(connector);
			}
		}
		if (!steered.isEmpty()) {
			this.server.attach(jetty, steered);
		}
		return List.copyOf(others);
	}

	private static boolean fits(ServerConnector connector) {
		return connector.getAcceptors() > 0 && !connector.isInheritChannel();
	}

}
