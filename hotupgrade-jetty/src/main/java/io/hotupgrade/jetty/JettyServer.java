package io.hotupgrade.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Executor;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.AcceptChannel;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.support.DrainThreads;
import io.hotupgrade.server.support.TrackedServer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * An embedded Jetty as a server that can take part in an upgrade. Can be started again
 * after it was stopped.
 */
final class JettyServer extends TrackedServer<SteeredConnector, SocketChannel, JettyConnection> {

	private final DrainThreads threads = new DrainThreads("jetty");

	/** The same for all connections. */
	private final Runnable progress = connections()::tellIfEmpty;

	private volatile @Nullable LoopbackAccess loopbackAccess;

	JettyServer(String name, ServerRegistry registry, DrainHooks hooks) {
		super(name, registry, hooks);
	}

	/**
	 * Makes connectors take part.
	 * @param jetty whose they are
	 * @param connectors the connectors, of which there is one at least
	 */
	void attach(Server jetty, List<ServerConnector> connectors) {
		// Otherwise the server would bind them before they are about to be started.
		jetty.setOpenEarly(false);
		ConnectionLimits limits = new ConnectionLimits(jetty);
		connectors.forEach((connector) -> new SteeredConnector(connector, this, limits).attach());
		LoopbackAccess access = new LoopbackAccess(jetty, connectors.get(0));
		this.loopbackAccess = access;
		jetty.insertHandler(new TrackingHandler(this, access));
		jetty.addEventListener(access);
	}

	/**
	 * Opens a listener as the registry plans it.
	 * @param requested the configured address
	 * @param backlog length of the accept queue
	 * @param settings applied before the bind
	 * @return the bound socket
	 * @throws IOException if the listener cannot be opened
	 */
	AcceptChannel open(InetSocketAddress requested, int backlog, AcceptChannel.Settings settings) throws IOException {
		String listenerName = nextListenerName();
		try (ListenerPlan plan = registry().plan(listenerName, requested)) {
			return AcceptChannel.open(listenerName, plan, backlog, settings);
		}
	}

	void openedBy(SteeredConnector listener) {
		opened(listener);
	}

	/**
	 * Tells that Jetty has closed a listener, which is how it stops.
	 */
	void closedBy(SteeredConnector listener) {
		listener.acceptWithinLimits();
		closed(listener);
	}

	/**
	 * What is to be run when somebody who waits for a connection may have less to wait
	 * for.
	 */
	Runnable progress() {
		return this.progress;
	}

	void accepted(SocketChannel channel, Executor workers) {
		connections().accepted(channel, new JettyConnection(channel, this, this.threads, workers));
	}

	/**
	 * Finds a connection by what Jetty has made of it.
	 * @param endPoint its end, perhaps within TLS
	 * @return the connection, or {@code null} if it is not one of the server's
	 */
	@Nullable JettyConnection find(EndPoint endPoint) {
		Object transport = endPoint.getTransport();
		while (transport instanceof EndPoint outer) {
			transport = outer.getTransport();
		}
		return (transport instanceof SocketChannel channel) ? connections().find(channel) : null;
	}

	void closed(SocketChannel channel) {
		connections().closed(channel);
	}

	@Override
	public PrivateListener openPrivateListener(boolean recorded) throws IOException {
		LoopbackAccess access = this.loopbackAccess;
		if (access == null || startedListeners().findAny().isEmpty()) {
			throw new IOException("The server '" + name() + "' has not been started");
		}
		return access.open(recorded);
	}

}
