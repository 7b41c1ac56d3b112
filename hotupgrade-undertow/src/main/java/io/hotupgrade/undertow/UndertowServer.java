package io.hotupgrade.undertow;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.support.TrackedServer;
import io.undertow.server.HttpHandler;
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
final class UndertowServer extends TrackedServer<TrackedListener, StreamConnection, UndertowConnection> {

	private final Connections finder;

	private final DrainingResponse drainingResponse;

	UndertowServer(String name, ServerRegistry registry, DrainHooks hooks) {
		super(name, registry, hooks);
		this.finder = new Connections(connections(), drain());
		this.drainingResponse = new DrainingResponse(drain(), this.finder);
	}

	/**
	 * Wraps the handler of a deployment so that its requests are known to this server.
	 * @param handler the handler
	 * @return the handler to use instead
	 */
	HttpHandler wrap(HttpHandler handler) {
		return new RequestHandler(handler, this.finder, this.drainingResponse, requestTracking());
	}

	/**
	 * Tells how this process reaches the server by itself.
	 * @param access what was set up for the server that is about to be built
	 */
	void setLoopbackAccess(LoopbackAccess access) {
		reachBy((recorded) -> access.open(this.finder, recorded));
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
			opened(listener);
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
		String listenerName = nextListenerName();
		try (ListenerPlan plan = registry().plan(listenerName, requested)) {
			ReusePortTcpServer tcpServer = ReusePortTcpServer.open(worker, plan.address(), plan.reusePort(), options);
			return new TrackedListener(listenerName, workerSource, tcpServer, this.finder, this::closedByUndertow);
		}
	}

	private void closedByUndertow(TrackedListener listener) {
		closed(listener);
		releaseIfUnused(listener.workerSource());
	}

	/**
	 * Undertow shuts down a worker of its own when it stops, after its listeners.
	 */
	private void releaseIfUnused(WorkerSource workerSource) {
		if (startedListeners().noneMatch((listener) -> listener.workerSource() == workerSource)) {
			workerSource.release();
		}
	}

}
