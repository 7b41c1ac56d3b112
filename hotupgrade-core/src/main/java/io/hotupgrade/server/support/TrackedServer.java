package io.hotupgrade.server.support;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.ServerActivity;
import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.ServerLoad;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server whose connections are tracked. Can be started again after it was stopped.
 *
 * @param <L> its listeners
 * @param <K> what it tells connections apart by
 * @param <C> what its adapter knows of a connection
 * @since 0.1.0
 */
public abstract class TrackedServer<L extends TrackedServer.Listener, K, C extends TrackedConnection>
		implements UpgradableServer {

	private static final Logger logger = LoggerFactory.getLogger(TrackedServer.class);

	private final String name;

	private final ServerRegistry registry;

	private final DrainState drain;

	private final ConnectionRegister<K, C> connections;

	private final TrafficReport report;

	private final Farewells farewells;

	/** Is {@code null} until it is told. */
	private volatile @Nullable PrivateAccess privateAccess;

	/** Those that the server has not closed, in the order in which they were opened. */
	private final List<L> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Creates a server that has not been started.
	 * @param name its name
	 * @param registry where it gets its instructions
	 * @param hooks what the application contributes to a drain
	 */
	protected TrackedServer(String name, ServerRegistry registry, DrainHooks hooks) {
		this.name = name;
		this.registry = registry;
		this.drain = new DrainState(hooks);
		this.connections = new ConnectionRegister<>(this.drain);
		this.report = new TrafficReport(this.connections, this.drain);
		this.farewells = new Farewells(this.connections, hooks);
	}

	/**
	 * Where the server gets its instructions.
	 * @return the registry
	 */
	protected final ServerRegistry registry() {
		return this.registry;
	}

	/**
	 * Whether the server drains.
	 * @return the state
	 */
	public final DrainState drain() {
		return this.drain;
	}

	/**
	 * The server's open connections.
	 * @return the connections
	 */
	public final ConnectionRegister<K, C> connections() {
		return this.connections;
	}

	/**
	 * Tells how this process reaches the server by itself.
	 * @param access what was set up for the server that is about to be started
	 */
	protected final void reachBy(PrivateAccess access) {
		this.privateAccess = access;
	}

	/**
	 * Whether somebody has told how this process reaches the server by itself.
	 * @return whether {@link #reachBy} was called
	 */
	protected final boolean isReachable() {
		return this.privateAccess != null;
	}

	/**
	 * Tracks each request of the server.
	 * @return the tracking
	 */
	public final RequestTracking requestTracking() {
		return new RequestTracking(this.registry.requestMeter(), this.registry.requestRecorder(this.name));
	}

	/**
	 * The name of the listener that is opened next.
	 * @return the same in every release of the application
	 */
	protected final String nextListenerName() {
		return this.name + ":" + this.listeners.size();
	}

	/**
	 * Makes a listener known, and with the first one the server.
	 * @param listener the listener, which is bound
	 */
	protected final void opened(L listener) {
		this.listeners.add(listener);
		this.registry.register(this);
	}

	/**
	 * Forgets a listener that the server has closed, which is how it stops.
	 * @param listener the listener
	 */
	protected final void closed(L listener) {
		this.listeners.remove(listener);
		if (this.listeners.isEmpty()) {
			this.registry.unregister(this);
			this.drain.stop();
		}
	}

	/**
	 * The listeners that the server has not closed.
	 * @return the listeners, some of which may have stopped to listen
	 */
	protected final Stream<L> startedListeners() {
		return this.listeners.stream();
	}

	@Override
	public final String name() {
		return this.name;
	}

	@Override
	public final List<ServerListener> listeners() {
		return startedListeners().filter(Listener::isOpen).map(Listener::description).toList();
	}

	@Override
	public final ServerLoad load() {
		return this.connections.load();
	}

	@Override
	public final long accepted() {
		return this.connections.accepted();
	}

	@Override
	public final ServerActivity activity() {
		return this.report.activity();
	}

	@Override
	public final void sendElsewhere(int percent) {
		this.drain.sendElsewhere(percent);
	}

	@Override
	public final void startDraining() {
		this.drain.start();
		this.listeners.forEach(Listener::acceptBeyondLimits);
		this.connections.connections().forEach(TrackedConnection::beginDraining);
	}

	@Override
	public final void stopDraining() {
		this.drain.stop();
		this.drain.brokenOff().stop();
		this.listeners.forEach(Listener::acceptWithinLimits);
	}

	@Override
	public final CompletableFuture<Void> closeListeners() {
		return CompletableFuture
			.allOf(startedListeners().map(Listener::stopListening).toArray(CompletableFuture<?>[]::new));
	}

	@Override
	public final CompletableFuture<Void> whenEmpty() {
		return this.connections.whenEmpty();
	}

	@Override
	public final void sayFarewell(TrafficKind kind, Duration period) {
		this.farewells.say(kind, period);
	}

	@Override
	public final void closeIdleConnections() {
		this.drain.closeIdle();
		IdleConnections.close(this.connections.connections());
		this.connections.tellIfEmpty();
	}

	@Override
	public final CutTraffic closeConnections() {
		this.drain.brokenOff().stop();
		CutTraffic cut = this.report.cut();
		this.connections.connections().forEach((connection) -> {
			logger.debug("Cutting {}", connection);
			connection.cut();
		});
		return cut;
	}

	@Override
	public final PrivateListener openPrivateListener(boolean recorded) throws IOException {
		PrivateAccess access = this.privateAccess;
		if (access == null || this.listeners.isEmpty()) {
			throw new IOException("The server '" + this.name + "' has not been started");
		}
		return access.open(recorded);
	}

	@Override
	public final CutTraffic brokenOff() {
		return this.drain.brokenOff().total();
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + " '" + this.name + "' " + listeners();
	}

	/**
	 * How this process reaches its own server.
	 */
	@FunctionalInterface
	public interface PrivateAccess {

		/**
		 * Opens a listener for this process alone.
		 * @param recorded whether the access log has its requests
		 * @return the listener
		 * @throws IOException if that fails
		 */
		PrivateListener open(boolean recorded) throws IOException;

	}

	/**
	 * A listening socket.
	 */
	public interface Listener {

		/**
		 * What the engine has to know of it.
		 * @return its name and address
		 */
		ServerListener description();

		/**
		 * Whether it listens.
		 * @return whether it does
		 */
		boolean isOpen();

		/** Accepts all connections that wait, whatever the limit of open ones. */
		void acceptBeyondLimits();

		/** Keeps the limit of open connections again. */
		void acceptWithinLimits();

		/**
		 * Stops listening, while the server goes on.
		 * @return completed when the kernel no longer has the listener and every
		 * connection that was accepted is known
		 */
		CompletableFuture<Void> stopListening();

	}

}
