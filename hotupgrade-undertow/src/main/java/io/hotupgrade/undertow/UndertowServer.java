package io.hotupgrade.undertow;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.ServerActivity;
import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.ServerLoad;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.support.DrainState;
import io.hotupgrade.server.support.Farewells;
import io.hotupgrade.server.support.IdleConnections;
import io.hotupgrade.server.support.TrafficReport;
import io.undertow.server.HttpHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.nio.ReusePortTcpServer;

/**
 * An embedded Undertow as a server that can take part in an upgrade. Can be started again
 * after it was stopped.
 */
final class UndertowServer implements UpgradableServer {

	private static final Logger logger = LoggerFactory.getLogger(UndertowServer.class);

	private final String name;

	private final ServerRegistry registry;

	private final DrainState drain;

	private final Connections connections;

	private final DrainingResponse drainingResponse;

	private final TrafficReport report;

	private final Farewells farewells;

	/** Those that Undertow has not closed, in the order in which they were opened. */
	private final List<TrackedListener> listeners = new CopyOnWriteArrayList<>();

	private volatile @Nullable LoopbackAccess loopbackAccess;

	UndertowServer(String name, ServerRegistry registry, DrainHooks hooks) {
		this.name = name;
		this.registry = registry;
		this.drain = new DrainState(hooks);
		this.connections = new Connections(this.drain);
		this.drainingResponse = new DrainingResponse(this.drain, this.connections);
		this.report = new TrafficReport(this.connections.register(), this.drain);
		this.farewells = new Farewells(this.connections.register(), hooks);
	}

	/**
	 * Wraps the handler of a deployment so that its requests are known to this server.
	 * @param handler the handler
	 * @return the handler to use instead
	 */
	HttpHandler wrap(HttpHandler handler) {
		return new RequestHandler(handler, this.connections, this.drainingResponse, this.registry.requestMeter());
	}

	/**
	 * Tells how this process reaches the server by itself.
	 * @param access what was set up for the server that is about to be built
	 */
	void setLoopbackAccess(LoopbackAccess access) {
		this.loopbackAccess = access;
	}

	/**
	 * Opens a listener as the registry plans it.
	 * @param workerSource whose worker accepts and serves
	 * @param requested the configured address
	 * @param acceptListener called for each connection with the channel that this method
	 * returns, or {@code null} if it is set later
	 * @param options XNIO's socket options
	 * @return the bound channel
	 * @throws IOException if the listener cannot be opened
	 */
	AcceptingChannel<StreamConnection> open(WorkerSource workerSource, InetSocketAddress requested,
			ChannelListener<? super AcceptingChannel<StreamConnection>> acceptListener, OptionMap options)
			throws IOException {
		TrackedListener listener = null;
		boolean opened = false;
		try {
			listener = bind(workerSource, requested, options);
			listener.getAcceptSetter().set(acceptListener);
			this.listeners.add(listener);
			this.registry.register(this);
			opened = true;
			return listener;
		}
		finally {
			if (!opened) {
				IoUtils.safeClose(listener);
				releaseIfUnused(workerSource);
			}
		}
	}

	private TrackedListener bind(WorkerSource workerSource, InetSocketAddress requested, OptionMap options)
			throws IOException {
		XnioWorker worker = workerSource.get();
		if (!ReusePortTcpServer.supports(worker)) {
			throw new IOException("Hot upgrades need a worker of XNIO's NIO provider, but Undertow was given a "
					+ worker.getClass().getName() + ": give it another, or switch hot upgrades off");
		}
		String listenerName = this.name + ":" + this.listeners.size();
		try (ListenerPlan plan = this.registry.plan(listenerName, requested)) {
			ReusePortTcpServer tcpServer = ReusePortTcpServer.open(worker, plan.address(), plan.reusePort(), options);
			return new TrackedListener(listenerName, workerSource, tcpServer, this.connections, this::closedByUndertow);
		}
	}

	private void closedByUndertow(TrackedListener listener) {
		this.listeners.remove(listener);
		if (this.listeners.isEmpty()) {
			this.registry.unregister(this);
			this.drain.stop();
		}
		releaseIfUnused(listener.workerSource());
	}

	/**
	 * Undertow shuts down a worker of its own when it stops, after its listeners.
	 */
	private void releaseIfUnused(WorkerSource workerSource) {
		if (this.listeners.stream().noneMatch((listener) -> listener.workerSource() == workerSource)) {
			workerSource.release();
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<ServerListener> listeners() {
		return this.listeners.stream().filter(TrackedListener::isOpen).map(TrackedListener::description).toList();
	}

	@Override
	public ServerLoad load() {
		return this.connections.register().load();
	}

	@Override
	public long accepted() {
		return this.connections.register().accepted();
	}

	@Override
	public ServerActivity activity() {
		return this.report.activity();
	}

	@Override
	public void startDraining() {
		this.drain.start();
		this.listeners.forEach((listener) -> listener.acceptAll(true));
		this.connections.register().connections().forEach(UndertowConnection::beginDraining);
	}

	@Override
	public void stopDraining() {
		this.drain.stop();
		this.drain.brokenOff().stop();
		this.listeners.forEach((listener) -> listener.acceptAll(false));
	}

	@Override
	public CompletableFuture<Void> closeListeners() {
		return CompletableFuture
			.allOf(this.listeners.stream().map(TrackedListener::stopListening).toArray(CompletableFuture<?>[]::new));
	}

	@Override
	public CompletableFuture<Void> whenEmpty() {
		return this.connections.register().whenEmpty();
	}

	@Override
	public void sayFarewell(TrafficKind kind, Duration period) {
		this.farewells.say(kind, period);
	}

	@Override
	public void closeIdleConnections() {
		this.drain.closeIdle();
		IdleConnections.close(this.connections.register().connections());
		this.connections.register().tellIfEmpty();
	}

	@Override
	public CutTraffic closeConnections() {
		this.drain.brokenOff().stop();
		CutTraffic cut = this.report.cut();
		this.connections.register().connections().forEach((connection) -> {
			logger.debug("Cutting {}", connection);
			connection.execute(connection::closeNow);
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
		return access.open(this.connections, recorded);
	}

	@Override
	public String toString() {
		return "Undertow '" + this.name + "' " + this.listeners();
	}

}
