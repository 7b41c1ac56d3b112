package io.hotupgrade.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.support.TrackedServer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * A connector whose socket is bound as the registry plans it, and whose connections are
 * known to their server. Jetty's own connector is used, with all its settings.
 */
final class SteeredConnector
		implements TrackedServer.Listener, LifeCycle.Listener, SelectorManager.AcceptListener, Connection.Listener {

	private static final String HTTP2_FACTORIES = "org.eclipse.jetty.http2.server.";

	private final ServerConnector connector;

	private final JettyServer server;

	private final ConnectionLimits limits;

	private volatile @Nullable SteeredChannel channel;

	SteeredConnector(ServerConnector connector, JettyServer server, ConnectionLimits limits) {
		this.connector = connector;
		this.server = server;
		this.limits = limits;
	}

	void attach() {
		for (ConnectionFactory factory : List.copyOf(this.connector.getConnectionFactories())) {
			if (factory.getClass() == HttpConnectionFactory.class) {
				this.connector.addConnectionFactory(new TrackedHttpConnection.Factory((HttpConnectionFactory) factory));
			}
			else if (factory.getClass().getName().startsWith(HTTP2_FACTORIES)) {
				Http2Tracking.track(factory, this.server);
			}
		}
		this.connector.addBean(this);
	}

	/** The last moment at which Jetty takes a channel that it has not opened. */
	@Override
	public void lifeCycleStarting(LifeCycle event) {
		if (this.connector.isOpen()) {
			return;
		}
		try {
			open();
		}
		catch (IOException ex) {
			// Whoever starts a connector expects just this, and asks whether the port is
			// in use.
			throw SteeredConnector.<RuntimeException>unchecked(ex);
		}
	}

	private void open() throws IOException {
		SteeredChannel opened = new SteeredChannel(
				this.server.open(requested(), this.connector.getAcceptQueueSize(), this::applySettings));
		try {
			this.connector.open(opened);
		}
		catch (IOException | RuntimeException ex) {
			opened.close();
			throw ex;
		}
		this.channel = opened;
		this.server.openedByJetty(this);
	}

	private InetSocketAddress requested() {
		String host = this.connector.getHost();
		return (host != null) ? new InetSocketAddress(host, this.connector.getPort())
				: new InetSocketAddress(this.connector.getPort());
	}

	private void applySettings(ServerSocket socket) throws IOException {
		socket.setReuseAddress(this.connector.getReuseAddress());
		if (this.connector.isReusePort()) {
			socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
		}
	}

	@SuppressWarnings("unchecked")
	private static <E extends Exception> E unchecked(Exception ex) throws E {
		throw (E) ex;
	}

	@Override
	public void lifeCycleFailure(LifeCycle event, Throwable cause) {
		release();
	}

	@Override
	public void lifeCycleStopped(LifeCycle event) {
		release();
	}

	private void release() {
		SteeredChannel current = this.channel;
		if (current != null) {
			IO.close(current);
			this.server.closedByJetty(this);
			this.channel = null;
		}
	}

	@Override
	public void onAccepting(SelectableChannel accepted) {
		this.server.accepted((SocketChannel) accepted, this.connector.getExecutor());
		SteeredChannel current = this.channel;
		if (current != null) {
			current.announced();
		}
	}

	@Override
	public void onAcceptFailed(SelectableChannel accepted, Throwable cause) {
		this.server.closed((SocketChannel) accepted);
	}

	@Override
	public void onOpened(Connection connection) {
		JettyConnection known = this.server.find(connection.getEndPoint());
		if (known != null) {
			known.carries(connection);
		}
	}

	@Override
	public void onClosed(Connection connection) {
		JettyConnection known = this.server.find(connection.getEndPoint());
		// Closed is also a connection that has made way for that of another protocol.
		if (known != null && !known.isOpen()) {
			known.closed(!this.connector.isRunning());
		}
	}

	@Override
	public ServerListener description() {
		return this.channel.listening().description();
	}

	@Override
	public boolean isOpen() {
		SteeredChannel current = this.channel;
		return current != null && current.listening().isOpen();
	}

	@Override
	public void acceptBeyondLimits() {
		this.limits.lift();
	}

	@Override
	public void acceptWithinLimits() {
		this.limits.restore();
	}

	@Override
	public CompletableFuture<Void> stopListening() {
		SteeredChannel current = this.channel;
		if (current == null) {
			return CompletableFuture.completedFuture(null);
		}
		// It is an acceptor that closes the socket.
		this.connector.setAccepting(true);
		return current.stopListening();
	}

}
