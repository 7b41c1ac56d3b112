package io.hotupgrade.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.ServerActivity;
import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.ServerLoad;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.ConnectionRegister;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.support.DrainState;
import io.hotupgrade.server.support.Farewells;
import io.hotupgrade.server.support.IdleConnections;
import io.hotupgrade.server.support.TrafficReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded Tomcat as a server that can take part in an upgrade. Can be started again
 * after it was stopped.
 */
final class TomcatServer implements UpgradableServer {

	private static final Logger logger = LoggerFactory.getLogger(TomcatServer.class);

	private final String name;

	private final ServerRegistry registry;

	private final DrainState drain;

	private final DrainThreads threads = new DrainThreads();

	private final ConnectionRegister<SocketChannel, TomcatConnection> connections;

	private final TrafficReport report;

	private final Farewells farewells;

	/** Those that Tomcat has not closed, in the order in which they were opened. */
	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private volatile @Nullable LoopbackAccess loopbackAccess;

	TomcatServer(String name, ServerRegistry registry, DrainHooks hooks) {
		this.name = name;
		this.registry = registry;
		this.drain = new DrainState(hooks);
		this.connections = new ConnectionRegister<>(this.drain);
		this.report = new TrafficReport(this.connections, this.drain);
		this.farewells = new Farewells(this.connections, hooks);
	}

	DrainState drain() {
		return this.drain;
	}

	ConnectionRegister<SocketChannel, TomcatConnection> connections() {
		return this.connections;
	}

	RequestMeter requestMeter() {
		return this.registry.requestMeter();
	}

	/**
	 * Tells how this process reaches the server by itself.
	 * @param access what was set up for the server that is about to be started
	 */
	void setLoopbackAccess(LoopbackAccess access) {
		if (this.loopbackAccess == null) {
			this.loopbackAccess = access;
		}
	}

	/**
	 * Opens a listener as the registry plans it.
	 * @param endpoint whose it is
	 * @param requested the configured address
	 * @param backlog length of the accept queue
	 * @param settings applied before the bind
	 * @return the bound socket
	 * @throws IOException if the listener cannot be opened
	 */
	AcceptChannel open(ReusePortEndpoint endpoint, InetSocketAddress requested, int backlog,
			AcceptChannel.Settings settings) throws IOException {
		String listenerName = this.name + ":" + this.listeners.size();
		try (ListenerPlan plan = this.registry.plan(listenerName, requested)) {
			AcceptChannel channel = AcceptChannel.open(listenerName, plan, backlog, settings);
			this.listeners.add(new Listener(endpoint, channel));
			this.registry.register(this);
			return channel;
		}
	}

	/**
	 * Tells that Tomcat has closed a listener, which is how it stops.
	 */
	void closedByTomcat(ReusePortEndpoint endpoint, AcceptChannel channel) {
		this.listeners.remove(new Listener(endpoint, channel));
		endpoint.acceptWithinLimits();
		if (this.listeners.isEmpty()) {
			this.registry.unregister(this);
			this.drain.stop();
		}
	}

	TomcatConnection accepted(SocketChannel channel) {
		TomcatConnection connection = new TomcatConnection(channel, this, this.threads);
		this.connections.accepted(channel, connection);
		return connection;
	}

	@Nullable TomcatConnection find(SocketChannel channel) {
		return (channel != null) ? this.connections.find(channel) : null;
	}

	void closed(SocketChannel channel) {
		this.connections.closed(channel);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<ServerListener> listeners() {
		return openListeners().map((listener) -> listener.channel().description()).toList();
	}

	private Stream<Listener> openListeners() {
		return this.listeners.stream().filter((listener) -> listener.channel().isOpen());
	}

	@Override
	public ServerLoad load() {
		return this.connections.load();
	}

	@Override
	public long accepted() {
		return this.connections.accepted();
	}

	@Override
	public ServerActivity activity() {
		return this.report.activity();
	}

	@Override
	public void startDraining() {
		this.drain.start();
		this.listeners.forEach((listener) -> listener.endpoint().acceptBeyondLimits());
		this.connections.connections().forEach(TomcatConnection::drain);
	}

	@Override
	public void stopDraining() {
		this.drain.stop();
		this.drain.brokenOff().stop();
		this.listeners.forEach((listener) -> listener.endpoint().acceptWithinLimits());
	}

	@Override
	public CompletableFuture<Void> closeListeners() {
		return CompletableFuture.allOf(this.listeners.stream()
			.map((listener) -> listener.channel().stopListening())
			.toArray(CompletableFuture<?>[]::new));
	}

	@Override
	public CompletableFuture<Void> whenEmpty() {
		return this.connections.whenEmpty();
	}

	@Override
	public void sayFarewell(TrafficKind kind, Duration period) {
		this.farewells.say(kind, period);
	}

	@Override
	public void closeIdleConnections() {
		this.drain.closeIdle();
		IdleConnections.close(this.connections.connections());
		this.connections.tellIfEmpty();
	}

	@Override
	public CutTraffic closeConnections() {
		this.drain.brokenOff().stop();
		CutTraffic cut = this.report.cut();
		this.connections.connections().forEach((connection) -> {
			logger.debug("Cutting {}", connection);
			connection.closeNow();
		});
		return cut;
	}

	@Override
	public CutTraffic brokenOff() {
		return this.drain.brokenOff().total();
	}

	@Override
	public PrivateListener openPrivateListener(boolean recorded) throws IOException {
		LoopbackAccess access = this.loopbackAccess;
		if (access == null || this.listeners.isEmpty()) {
			throw new IOException("The server '" + this.name + "' has not been started");
		}
		return access.open(recorded);
	}

	@Override
	public String toString() {
		return "Tomcat '" + this.name + "' " + listeners();
	}

	private record Listener(ReusePortEndpoint endpoint, AcceptChannel channel) {

	}

}
