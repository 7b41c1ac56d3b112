package io.hotupgrade.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's own endpoint with a listening socket that is bound as planned, and that can be
 * closed while the connections go on. Without a server it is what it was.
 */
final class ReusePortEndpoint extends NioEndpoint implements ConnectionLimit {

	private volatile @Nullable TomcatServer server;

	private volatile @Nullable BlockingAcceptChannel acceptChannel;

	/** While it accepts beyond it. */
	private @Nullable Integer limitKept;

	void attach(TomcatServer attached) {
		this.server = attached;
	}

	@Nullable TomcatServer server() {
		return this.server;
	}

	@Override
	protected void initServerSocket() throws Exception {
		restoreLimit();
		if (!isPlanned()) {
			super.initServerSocket();
			return;
		}
		InetSocketAddress requested = new InetSocketAddress(getAddress(), getPortWithOffset());
		this.acceptChannel = this.server.open(this, requested, getAcceptCount(), getSocketProperties()::setProperties);
	}

	private boolean isPlanned() {
		return this.server != null && !getUseInheritedChannel() && getUnixDomainSocketPath() == null;
	}

	@Override
	protected NetworkChannel getServerSocket() {
		BlockingAcceptChannel current = this.acceptChannel;
		return (current != null) ? current.channel() : super.getServerSocket();
	}

	/**
	 * Waits for a connection. When the wait has ended without one, Tomcat is given a
	 * channel that is not connected: it closes that, as it does with the connection by
	 * which it wakes itself, and looks whether it has been paused or stopped.
	 */
	@Override
	protected SocketChannel serverSocketAccept() throws Exception {
		BlockingAcceptChannel current = this.acceptChannel;
		if (current == null) {
			return super.serverSocketAccept();
		}
		SocketChannel accepted = current.accept();
		return (accepted != null) ? accepted : SocketChannel.open();
	}

	/**
	 * Tomcat's own way is to connect to the port, where another process may be the one to
	 * accept. Only a socket that outlives a stop, as none of Spring Boot's does, leaves
	 * no other.
	 */
	@Override
	protected void unlockAccept() {
		BlockingAcceptChannel current = this.acceptChannel;
		if (current != null) {
			current.unlock();
		}
		if (!isPlanned() || getBindOnInit()) {
			super.unlockAccept();
		}
	}

	/** Tomcat waits for the acceptor, which does not end before the socket is closed. */
	@Override
	public void stopInternal() {
		closeServerSocketGraceful();
		super.stopInternal();
	}

	@Override
	protected void doCloseServerSocket() throws IOException {
		BlockingAcceptChannel current = this.acceptChannel;
		if (current == null) {
			super.doCloseServerSocket();
			return;
		}
		this.acceptChannel = null;
		try {
			current.close();
		}
		finally {
			this.server.closedByTomcat(this, current);
		}
	}

	@Override
	protected boolean setSocketOptions(SocketChannel socket) {
		TomcatServer current = this.server;
		if (!socket.isConnected()) {
			// Given by an ended wait, and paused no longer.
			destroySocket(socket);
			return true;
		}
		if (current == null) {
			return super.setSocketOptions(socket);
		}
		TomcatConnection connection = current.accepted(socket);
		boolean handed = super.setSocketOptions(socket);
		if (handed) {
			connection.carries(wrapperOf(socket));
		}
		else {
			current.closed(socket);
		}
		return handed;
	}

	@Override
	protected void destroySocket(SocketChannel socket) {
		TomcatServer current = this.server;
		if (current != null) {
			current.closed(socket);
		}
		super.destroySocket(socket);
	}

	/**
	 * What Tomcat knows of a connection.
	 * @param socket the accepted connection
	 * @return the wrapper, or {@code null} once it has been closed
	 */
	@Nullable SocketWrapperBase<NioChannel> wrapperOf(SocketChannel socket) {
		return this.connections.get(socket);
	}

	@Override
	public synchronized void acceptBeyondLimits() {
		if (this.limitKept != null || !countsConnections()) {
			return;
		}
		this.limitKept = getMaxConnections();
		setMaxConnections(Integer.MAX_VALUE);
		wakeWhoWaitsForTheLimit();
	}

	/**
	 * Tomcat throws its count away when it pauses. A limit that is set after that makes
	 * it begin another one at zero, in which each connection that is closed then is one
	 * too many.
	 */
	private boolean countsConnections() {
		return getConnectionCount() >= 0;
	}

	/** A count down is what the acceptor waits for; the count is what it was then. */
	private void wakeWhoWaitsForTheLimit() {
		countDownConnection();
		try {
			countUpOrAwaitConnection();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized void acceptWithinLimits() {
		if (countsConnections()) {
			restoreLimit();
		}
	}

	private synchronized void restoreLimit() {
		if (this.limitKept != null) {
			setMaxConnections(this.limitKept);
			this.limitKept = null;
		}
	}

}
