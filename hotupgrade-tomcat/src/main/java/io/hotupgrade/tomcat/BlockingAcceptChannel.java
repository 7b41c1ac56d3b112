package io.hotupgrade.tomcat;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.ServerListener;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket on which one thread, Tomcat's acceptor, waits in {@code accept}, as
 * it does on Tomcat's own: a selector would make each connection cost one system call
 * more. Nobody can wake that thread but a connection and the close of the socket. A
 * connection to oneself, Tomcat's way, would be steered to another process. So
 * <ul>
 * <li>when Tomcat pauses, the thread stays where it is, and a connection that comes
 * meanwhile is kept until Tomcat accepts again;
 * <li>the socket is closed under a thread that waits. Who closes it has seen to it that
 * the accept queue is empty.
 * </ul>
 */
final class BlockingAcceptChannel implements Closeable {

	/**
	 * Applies settings to the socket before it is bound.
	 */
	@FunctionalInterface
	interface Settings {

		void applyTo(ServerSocket socket) throws IOException;

	}

	private final String name;

	private final ServerSocketChannel channel;

	private final InetSocketAddress address;

	private volatile @Nullable CompletableFuture<Void> closing;

	/** Whether Tomcat has stopped. */
	private boolean closed;

	/** Whether the acceptor waits in {@code accept}, or is about to. */
	private volatile boolean waiting;

	private volatile boolean unlocked;

	/** Accepted while Tomcat did not want any. */
	private volatile @Nullable SocketChannel kept;

	private BlockingAcceptChannel(String name, ServerSocketChannel channel) throws IOException {
		this.name = name;
		this.channel = channel;
		this.address = (InetSocketAddress) channel.getLocalAddress();
	}

	/**
	 * Opens a listening socket.
	 * @param name its name
	 * @param plan how to bind it
	 * @param backlog length of the accept queue
	 * @param settings applied before the bind
	 * @return the bound socket
	 * @throws java.net.BindException if the address cannot be bound
	 * @throws IOException if it cannot be opened
	 */
	static BlockingAcceptChannel open(String name, ListenerPlan plan, int backlog, Settings settings)
			throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		boolean opened = false;
		try {
			settings.applyTo(channel.socket());
			if (plan.reusePort()) {
				channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			}
			channel.bind(plan.address(), backlog);
			BlockingAcceptChannel acceptChannel = new BlockingAcceptChannel(name, channel);
			opened = true;
			return acceptChannel;
		}
		finally {
			if (!opened) {
				channel.close();
			}
		}
	}

	ServerListener description() {
		return new ServerListener(this.name, this.address);
	}

	ServerSocketChannel channel() {
		return this.channel;
	}

	boolean isOpen() {
		return this.channel.isOpen();
	}

	boolean isWaiting() {
		return this.waiting;
	}

	/**
	 * Waits for a connection.
	 * @return the connection, or {@code null} if Tomcat {@linkplain #unlock() wants none}
	 * @throws IOException if none can be accepted
	 */
	@Nullable SocketChannel accept() throws IOException {
		SocketChannel accepted = takeKept();
		if (accepted == null && !this.unlocked) {
			accepted = acceptNext();
		}
		if (this.unlocked) {
			this.unlocked = false;
			this.kept = accepted;
			return null;
		}
		return accepted;
	}

	private @Nullable SocketChannel takeKept() {
		SocketChannel taken = this.kept;
		if (taken != null) {
			this.kept = null;
		}
		return taken;
	}

	private @Nullable SocketChannel acceptNext() throws IOException {
		this.waiting = true;
		try {
			SocketChannel accepted = (this.closing != null) ? acceptQueued() : this.channel.accept();
			if (accepted != null) {
				return accepted;
			}
		}
		catch (ClosedChannelException ex) {
			// Before the wait or in its course.
		}
		finally {
			this.waiting = false;
		}
		awaitUnlock();
		return null;
	}

	/**
	 * Takes what waits in the accept queue when the socket was to be closed while the
	 * acceptor was at something else. Where nothing can be accepted, for want of
	 * descriptors, it is closed all the same.
	 */
	private @Nullable SocketChannel acceptQueued() throws IOException {
		SocketChannel accepted = null;
		try {
			this.channel.configureBlocking(false);
			accepted = this.channel.accept();
			return accepted;
		}
		finally {
			if (accepted == null) {
				this.channel.close();
				this.closing.complete(null);
			}
		}
	}

	/** The socket is closed, and Tomcat has not been told to stop yet. */
	private synchronized void awaitUnlock() throws IOException {
		if (this.closing != null) {
			// The kernel keeps the socket as long as somebody waits for a connection.
			this.closing.complete(null);
		}
		try {
			while (!this.unlocked && !this.closed) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
	}

	/**
	 * Makes the wait for a connection, this one or the next, end without one: at once if
	 * the socket is closed, otherwise with the next connection, which is kept.
	 */
	synchronized void unlock() {
		this.unlocked = true;
		notifyAll();
	}

	/**
	 * Closes the listening socket. The acceptor goes on waiting, to be unlocked.
	 * @return completed when the kernel no longer has the socket, and the acceptor has
	 * handed over what it had accepted
	 */
	synchronized CompletableFuture<Void> stopListening() {
		if (this.closing == null) {
			this.closing = isOpen() ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
			if (this.waiting) {
				closeChannel();
			}
		}
		return this.closing;
	}

	private void closeChannel() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			this.closing.completeExceptionally(ex);
		}
	}

	@Override
	public void close() throws IOException {
		SocketChannel unwanted = takeKept();
		try (unwanted) {
			this.channel.close();
		}
		finally {
			end();
		}
	}

	private synchronized void end() {
		this.closed = true;
		notifyAll();
		if (this.closing != null) {
			this.closing.complete(null);
		}
	}

}
