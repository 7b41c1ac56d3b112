package io.hotupgrade.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.AcceptChannel;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.support.DrainThreads;
import io.hotupgrade.server.support.TrackedServer;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * An embedded Jetty as a server that can take part in an upgrade. Can be started again
 * after it was stopped.
 */
final class JettyServer extends TrackedServer<TrackedServer.Listener, SocketChannel, JettyConnection> {

	private final DrainThreads threads = new DrainThreads("jetty");

	/** The same for all connections. */
	private final Runnable progress = connections()::tellIfEmpty;

	/** The same for all connections. */
	private final Consumer<SocketChannel> forget = this::closed;

	JettyServer(String name, ServerRegistry registry, DrainHooks hooks) {
		super(name, registry, hooks);
	}

	/**
	 * Tells how this process reaches the server by itself.
	 * @param access what was set up for the server that is about to be started
	 */
	void setLoopbackAccess(LoopbackAccess access) {
		reachBy(access::open);
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

	void openedByJetty(TrackedServer.Listener listener) {
		opened(listener);
	}

	/**
	 * Tells that Jetty has closed a listener, which is how it stops.
	 */
	void closedByJetty(TrackedServer.Listener listener) {
		listener.acceptWithinLimits();
		closed(listener);
	}

	void accepted(SocketChannel channel, Executor workers) {
		connections().accepted(channel,
				new JettyConnection(channel, drain(), this.progress, this.threads, workers, this.forget));
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

}
