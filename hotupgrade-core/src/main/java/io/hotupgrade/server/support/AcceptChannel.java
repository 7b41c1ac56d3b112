package io.hotupgrade.server.support;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.ServerListener;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket on which one thread, the server's acceptor, waits with a selector:
 * it can be woken without a connection to the port, which would be steered to another
 * process, and the socket can be closed while the server goes on.
 *
 * @since 0.1.0
 */
public final class AcceptChannel implements Closeable {

	/**
	 * Applies settings to the socket before it is bound.
	 */
	@FunctionalInterface
	public interface Settings {

		/**
		 * Applies the settings.
		 * @param socket the socket, which is not bound
		 * @throws IOException if it refuses one
		 */
		void applyTo(ServerSocket socket) throws IOException;

	}

	private final String name;

	private final ServerSocketChannel channel;

	private final InetSocketAddress address;

	private final Selector selector;

	private volatile @Nullable CompletableFuture<Void> closing;

	private volatile boolean unlocked;

	private AcceptChannel(String name, ServerSocketChannel channel, Selector selector) throws IOException {
		this.name = name;
		this.channel = channel;
		this.address = (InetSocketAddress) channel.getLocalAddress();
		this.selector = selector;
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
	public static AcceptChannel open(String name, ListenerPlan plan, int backlog, Settings settings)
			throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		Selector selector = null;
		boolean opened = false;
		try {
			settings.applyTo(channel.socket());
			if (plan.reusePort()) {
				channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			}
			channel.bind(plan.address(), backlog);
			channel.configureBlocking(false);
			selector = Selector.open();
			channel.register(selector, SelectionKey.OP_ACCEPT);
			AcceptChannel acceptChannel = new AcceptChannel(name, channel, selector);
			opened = true;
			return acceptChannel;
		}
		finally {
			if (!opened) {
				channel.close();
				if (selector != null) {
					selector.close();
				}
			}
		}
	}

	/**
	 * What the engine has to know of it.
	 * @return its name and address
	 */
	public ServerListener description() {
		return new ServerListener(this.name, this.address);
	}

	/**
	 * The socket itself.
	 * @return the socket, which does not block
	 */
	public ServerSocketChannel channel() {
		return this.channel;
	}

	/**
	 * Whether it listens.
	 * @return whether the kernel has it
	 */
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	/**
	 * Waits for a connection. One thread at a time may.
	 * @return the connection, or {@code null} if the wait was {@linkplain #unlock()
	 * ended}, or the thread interrupted, or this closed
	 * @throws IOException if none can be accepted
	 */
	public @Nullable SocketChannel accept() throws IOException {
		while (true) {
			if (this.unlocked) {
				this.unlocked = false;
				return null;
			}
			if (Thread.currentThread().isInterrupted()) {
				return null;
			}
			try {
				if (!isToBeClosed()) {
					// First: an attempt in vain costs more than to wait.
					this.selector.select((ready) -> {
					});
				}
			}
			catch (ClosedSelectorException ex) {
				return null;
			}
			SocketChannel accepted = acceptWaiting();
			if (accepted != null) {
				return accepted;
			}
			closeIfAsked();
		}
	}

	private boolean isToBeClosed() {
		CompletableFuture<Void> closed = this.closing;
		return closed != null && !closed.isDone();
	}

	/**
	 * Where nothing can be accepted, for want of descriptors, it is closed all the same.
	 */
	private @Nullable SocketChannel acceptWaiting() throws IOException {
		if (!this.channel.isOpen()) {
			return null;
		}
		try {
			return this.channel.accept();
		}
		catch (IOException ex) {
			closeIfAsked();
			throw ex;
		}
	}

	private void closeIfAsked() {
		if (isToBeClosed()) {
			closeListener(this.closing);
		}
	}

	/** Ends the wait for a connection, this one or the next. */
	public void unlock() {
		this.unlocked = true;
		this.selector.wakeup();
	}

	/**
	 * Closes the listening socket on the thread that accepts, when it has taken what
	 * waits in the accept queue. The thread goes on waiting, to be unlocked.
	 * @return completed when the kernel no longer has the socket
	 */
	public synchronized CompletableFuture<Void> stopListening() {
		if (this.closing == null) {
			this.closing = isOpen() ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
			this.selector.wakeup();
		}
		return this.closing;
	}

	private void closeListener(CompletableFuture<Void> closed) {
		try {
			this.channel.close();
			// The JDK keeps the kernel's socket of a registered channel until then.
			this.selector.selectNow();
			closed.complete(null);
		}
		catch (IOException | ClosedSelectorException ex) {
			closed.completeExceptionally(ex);
		}
	}

	@Override
	public synchronized void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			this.selector.close();
			if (this.closing != null) {
				this.closing.complete(null);
			}
		}
	}

}
