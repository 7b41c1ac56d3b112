package io.hotupgrade.undertow;

import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.support.TrackedServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;
import org.xnio.nio.ReusePortTcpServer;

/**
 * The channel of a listener as Undertow sees it: every connection accepted through it is
 * registered first, and its close by Undertow, which is how Undertow stops, is noticed.
 */
final class TrackedListener extends DelegatingAcceptingChannel implements TrackedServer.Listener {

	private static final Logger logger = LoggerFactory.getLogger(TrackedListener.class);

	private final String name;

	private final InetSocketAddress address;

	private final WorkerSource workerSource;

	private final ReusePortTcpServer tcpServer;

	private final Connections connections;

	private final Consumer<TrackedListener> stopped;

	private final AtomicBoolean closedByUndertow = new AtomicBoolean();

	TrackedListener(String name, WorkerSource workerSource, ReusePortTcpServer tcpServer, Connections connections,
			Consumer<TrackedListener> stopped) {
		super(tcpServer.channel());
		this.name = name;
		this.workerSource = workerSource;
		this.tcpServer = tcpServer;
		this.address = channel().getLocalAddress(InetSocketAddress.class);
		this.connections = connections;
		this.stopped = stopped;
	}

	@Override
	public ServerListener description() {
		return new ServerListener(this.name, this.address);
	}

	WorkerSource workerSource() {
		return this.workerSource;
	}

	@Override
	public void acceptBeyondLimits() {
		try {
			this.tcpServer.acceptBeyondLimits();
		}
		catch (IOException ex) {
			logger.debug("The listener {} is closed", this.name, ex);
		}
	}

	@Override
	public void acceptWithinLimits() {
		try {
			this.tcpServer.acceptWithinLimits();
		}
		catch (IOException ex) {
			logger.debug("The listener {} is closed", this.name, ex);
		}
	}

	@Override
	public CompletableFuture<Void> stopListening() {
		return this.tcpServer.close();
	}

	@Override
	public @Nullable StreamConnection accept() throws IOException {
		StreamConnection connection;
		try {
			connection = channel().accept();
		}
		catch (ClosedChannelException ex) {
			// A task queued before the close. Undertow would log this as an error.
			return null;
		}
		if (connection != null) {
			this.connections.accepted(connection);
		}
		return connection;
	}

	@Override
	public void close() throws IOException {
		if (this.closedByUndertow.compareAndSet(false, true)) {
			try {
				if (channel().isOpen()) {
					channel().close();
				}
			}
			finally {
				this.stopped.accept(this);
			}
		}
	}

	@Override
	public ChannelListener.Setter<? extends AcceptingChannel<StreamConnection>> getAcceptSetter() {
		return ChannelListeners.getDelegatingSetter(channel().getAcceptSetter(), this);
	}

	@Override
	public ChannelListener.Setter<? extends AcceptingChannel<StreamConnection>> getCloseSetter() {
		return ChannelListeners.getDelegatingSetter(channel().getCloseSetter(), this);
	}

	@Override
	public SocketAddress getLocalAddress() {
		return this.address;
	}

	@Override
	public <A extends SocketAddress> @Nullable A getLocalAddress(Class<A> type) {
		return type.isInstance(this.address) ? type.cast(this.address) : null;
	}

}
