package io.hotupgrade.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.support.DrainThreads;
import io.hotupgrade.server.support.TrackedServer;
import org.jspecify.annotations.Nullable;

/**
 * An embedded Tomcat as a server that can take part in an upgrade. Can be started again
 * after it was stopped.
 */
final class TomcatServer extends TrackedServer<TomcatServer.Listener, SocketChannel, TomcatConnection> {

	private final DrainThreads threads = new DrainThreads("tomcat");

	private final Lingering lingering = new Lingering();

	/** The same for all connections. */
	private final Runnable progress = connections()::tellIfEmpty;

	/** The same for all connections. */
	private final Consumer<SocketChannel> forget = this::closed;

	TomcatServer(String name, ServerRegistry registry, DrainHooks hooks) {
		super(name, registry, hooks);
	}

	/**
	 * Tells how this process reaches the server by itself.
	 * @param access what was set up for the server that is about to be started
	 */
	void setLoopbackAccess(LoopbackAccess access) {
		if (!isReachable()) {
			reachBy(access::open);
		}
	}

	/**
	 * Opens a listener as the registry plans it.
	 * @param limit of the open connections
	 * @param requested the configured address
	 * @param backlog length of the accept queue
	 * @param settings applied before the bind
	 * @return the bound socket
	 * @throws IOException if the listener cannot be opened
	 */
	BlockingAcceptChannel open(ConnectionLimit limit, InetSocketAddress requested, int backlog,
			BlockingAcceptChannel.Settings settings) throws IOException {
		String listenerName = nextListenerName();
		try (ListenerPlan plan = registry().plan(listenerName, requested)) {
			BlockingAcceptChannel channel = BlockingAcceptChannel.open(listenerName, plan, backlog, settings);
			opened(new Listener(limit, channel));
			return channel;
		}
	}

	/**
	 * Tells that Tomcat has closed a listener, which is how it stops.
	 * @param limit that was given when it was opened
	 * @param channel the listener
	 */
	void closedByTomcat(ConnectionLimit limit, BlockingAcceptChannel channel) {
		limit.acceptWithinLimits();
		closed(new Listener(limit, channel));
	}

	TomcatConnection accepted(SocketChannel channel) {
		TomcatConnection connection = new TomcatConnection(channel, drain(), this.progress, this.threads,
				this.lingering, this.forget);
		connections().accepted(channel, connection);
		return connection;
	}

	@Nullable TomcatConnection find(SocketChannel channel) {
		return (channel != null) ? connections().find(channel) : null;
	}

	void closed(SocketChannel channel) {
		connections().closed(channel);
	}

	record Listener(ConnectionLimit limit, BlockingAcceptChannel channel) implements TrackedServer.Listener {

		@Override
		public ServerListener description() {
			return this.channel.description();
		}

		@Override
		public boolean isOpen() {
			return this.channel.isOpen();
		}

		@Override
		public void acceptBeyondLimits() {
			this.limit.acceptBeyondLimits();
		}

		@Override
		public void acceptWithinLimits() {
			this.limit.acceptWithinLimits();
		}

		@Override
		public CompletableFuture<Void> stopListening() {
			return this.channel.stopListening();
		}

	}

}
