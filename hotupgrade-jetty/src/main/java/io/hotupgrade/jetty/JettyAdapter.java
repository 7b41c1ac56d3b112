package io.hotupgrade.jetty;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
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
	 * @return the connectors that do not take part, and why: each reason is a sentence
	 * without an end, which goes on with what to do
	 */
	public Map<Connector, String> attach(Server jetty) {
		Map<Connector, String> others = new LinkedHashMap<>();
		List<ServerConnector> steered = new ArrayList<>();
		for (Connector connector : jetty.getConnectors()) {
			Optional<String> obstacle = obstacle(connector);
			if (obstacle.isEmpty()) {
				steered.add((ServerConnector) connector);
			}
			else {
				others.put(connector, obstacle.get());
			}
		}
		if (!steered.isEmpty()) {
			attach(jetty, steered);
		}
		return others;
	}

	private void attach(Server jetty, List<ServerConnector> connectors) {
		// Otherwise the server would bind them before they are about to be started.
		jetty.setOpenEarly(false);
		ConnectionLimits limits = new ConnectionLimits(jetty);
		connectors.forEach((connector) -> new SteeredConnector(connector, this.server, limits).attach());
		LoopbackAccess access = new LoopbackAccess(jetty, connectors.get(0));
		this.server.setLoopbackAccess(access);
		jetty.insertHandler(new TrackingHandler(this.server, access));
		jetty.addEventListener(access);
	}

	private static Optional<String> obstacle(Connector connector) {
		if (!(connector instanceof ServerConnector tcp)) {
			return Optional.of("it is a " + connector.getClass().getName() + ": only a ServerConnector can");
		}
		if (tcp.isInheritChannel()) {
			return Optional.of("it has inherited its socket: let it open one of its own");
		}
		if (tcp.getAcceptors() <= 0) {
			return Optional.of("no thread of its own accepts: give it one acceptor at least");
		}
		return tcp.getConnectionFactories()
			.stream()
			.filter((factory) -> factory instanceof HttpConnectionFactory
					&& factory.getClass() != HttpConnectionFactory.class)
			.findFirst()
			.map((factory) -> "its HTTP/1.1 is made by " + factory.getClass().getName()
					+ ": use Jetty's HttpConnectionFactory itself");
	}

}
