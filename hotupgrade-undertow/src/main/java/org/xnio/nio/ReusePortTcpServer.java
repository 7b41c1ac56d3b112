package org.xnio.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * A listener that differs from XNIO's own in one thing: SO_REUSEPORT can be set before
 * the bind. XNIO has no such option, and opens and binds in one method, so this class has
 * to live in XNIO's package, where the two classes it wraps are visible.
 * <p>
 * Options are applied as {@code NioXnioWorker.createTcpConnectionServer} of XNIO 3.8.16
 * applies them.
 *
 * @since 0.1.0
 */
public final class ReusePortTcpServer {

	private static final int LOOK_MILLIS = 100;

	private final NioXnioWorker worker;

	private final ServerSocketChannel channel;

	/** The only thread that accepts has it. */
	private final NioTcpServerHandle handle;

	private final QueuedNioTcpServer2 server;

	/** While it accepts beyond them. */
	private @Nullable OptionMap limits;

	private ReusePortTcpServer(NioXnioWorker worker, ServerSocketChannel channel, OptionMap options)
			throws IOException {
		this.worker = worker;
		this.channel = channel;
		NioTcpServer tcpServer = new NioTcpServer(worker, channel, options, true);
		this.handle = tcpServer.getHandle(0);
		this.server = new QueuedNioTcpServer2(tcpServer);
	}

	/**
	 * Whether listeners can be opened on a worker.
	 * @param worker the worker
	 * @return {@code true} if it is one of XNIO's NIO provider
	 */
	public static boolean supports(XnioWorker worker) {
		return worker instanceof NioXnioWorker;
	}

	/**
	 * Opens a listener. It accepts nothing until its channel is told to resume accepts.
	 * @param worker a {@linkplain #supports supported} worker, which accepts connections
	 * on its accept thread and serves them on its I/O threads
	 * @param address the address to bind
	 * @param reusePort whether to set SO_REUSEPORT
	 * @param options XNIO's socket options
	 * @return the bound listener
	 * @throws java.net.BindException if the address cannot be bound
	 * @throws IOException if the socket cannot be opened, or the worker has been shut
	 * down
	 */
	public static ReusePortTcpServer open(XnioWorker worker, InetSocketAddress address, boolean reusePort,
			OptionMap options) throws IOException {
		NioXnioWorker nioWorker = (NioXnioWorker) worker;
		nioWorker.checkShutdown();
		ServerSocketChannel channel = ServerSocketChannel.open();
		boolean opened = false;
		try {
			bind(channel, address, reusePort, options);
			ReusePortTcpServer server = new ReusePortTcpServer(nioWorker, channel, options);
			opened = true;
			return server;
		}
		finally {
			if (!opened) {
				IoUtils.safeClose(channel);
			}
		}
	}

	private static void bind(ServerSocketChannel channel, InetSocketAddress address, boolean reusePort,
			OptionMap options) throws IOException {
		ServerSocket socket = channel.socket();
		if (options.contains(Options.RECEIVE_BUFFER)) {
			socket.setReceiveBufferSize(options.get(Options.RECEIVE_BUFFER, -1));
		}
		socket.setReuseAddress(options.get(Options.REUSE_ADDRESSES, true));
		if (reusePort) {
			channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
		}
		channel.configureBlocking(false);
		socket.bind(address, options.get(Options.BACKLOG, 0));
	}

	/**
	 * The channel of XNIO's that accepts.
	 * @return the channel
	 */
	public AcceptingChannel<StreamConnection> channel() {
		return this.server;
	}

	/**
	 * Accepts connections beyond its limit of open ones, also where it has suspended
	 * accepting because that was reached, and as soon as there are descriptors again,
	 * after which XNIO looks only every half a minute: those that wait in the accept
	 * queue would otherwise be reset when the listener is closed.
	 * @throws IOException if it is closed
	 */
	public synchronized void acceptBeyondLimits() throws IOException {
		if (this.limits != null) {
			return;
		}
		this.limits = OptionMap.create(Options.CONNECTION_HIGH_WATER,
				this.server.getOption(Options.CONNECTION_HIGH_WATER), Options.CONNECTION_LOW_WATER,
				this.server.getOption(Options.CONNECTION_LOW_WATER));
		// Raises the high one, too, and only this one makes it resume.
		this.server.setOption(Options.CONNECTION_LOW_WATER, Integer.MAX_VALUE);
		OptionMap until = this.limits;
		try {
			this.worker.getAcceptThread().execute(() -> acceptAgain(until));
		}
		catch (RejectedExecutionException ex) {
			// The worker is being shut down.
		}
	}

	/** An attempt in vain would be logged, so there is one only where it promises. */
	private void acceptAgain(OptionMap until) {
		if (!isBeyond(until) || !this.server.isOpen()) {
			return;
		}
		if (this.handle.getBackOffTime() > 0 && isDescriptorFree()) {
			this.handle.endBackOff();
		}
		try {
			this.worker.getAcceptThread().executeAfter(() -> acceptAgain(until), LOOK_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The worker is being shut down.
		}
	}

	private synchronized boolean isBeyond(OptionMap kept) {
		return this.limits == kept;
	}

	private static boolean isDescriptorFree() {
		try (ServerSocketChannel probe = ServerSocketChannel.open()) {
			return probe.isOpen();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Keeps its limits again.
	 * @throws IOException if it is closed
	 */
	public synchronized void acceptWithinLimits() throws IOException {
		if (this.limits != null) {
			this.server.setOption(Options.CONNECTION_LOW_WATER, this.limits.get(Options.CONNECTION_LOW_WATER));
			this.server.setOption(Options.CONNECTION_HIGH_WATER, this.limits.get(Options.CONNECTION_HIGH_WATER));
			this.limits = null;
		}
	}

	/**
	 * Closes the listener on the thread that accepts, so that the close falls between two
	 * accepts and the selector lets go of the channel at once: the JDK keeps the kernel's
	 * socket of a registered channel until then.
	 * @return completed when the kernel no longer has the listener and the accept
	 * listener has been called for every accepted connection
	 */
	public CompletableFuture<Void> close() {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		try {
			this.worker.getAcceptThread().execute(() -> closeOnAcceptThread(closed));
		}
		catch (RejectedExecutionException ex) {
			// The worker is being shut down, which closes listeners and connections.
			closed.complete(null);
		}
		return closed;
	}

	private void closeOnAcceptThread(CompletableFuture<Void> closed) {
		try {
			if (this.server.isOpen()) {
				// Takes handshakes that ended after the caller looked at the queue.
				this.server.handleReady();
				this.server.close();
			}
			if (this.channel.isRegistered()) {
				throw new IOException("The listener " + this.channel + " was closed, but its selector still holds it");
			}
			awaitAcceptListeners(closed);
		}
		catch (IOException | RuntimeException ex) {
			closed.completeExceptionally(ex);
		}
	}

	/**
	 * The accept listener runs on a connection's I/O thread, as a task queued by the
	 * accept thread. Tasks run in order, so a task queued now runs after all of those.
	 */
	private void awaitAcceptListeners(CompletableFuture<Void> closed) {
		WorkerThread[] threads = this.worker.getAll();
		AtomicInteger running = new AtomicInteger(threads.length);
		Runnable arrived = () -> {
			if (running.decrementAndGet() == 0) {
				closed.complete(null);
			}
		};
		for (WorkerThread thread : threads) {
			try {
				thread.execute(arrived);
			}
			catch (RejectedExecutionException ex) {
				arrived.run();
			}
		}
	}

}
