package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.channels.NotYetBoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.hotupgrade.internal.log.EngineLog;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketChannel;

/**
 * Accepts control connections of this process's user on a Unix-domain socket, on a daemon
 * thread of its own.
 */
public final class ControlServer implements AutoCloseable {

	/** How many connections may be open at a time; further ones are closed at once. */
	public static final int MAX_CONNECTIONS = 8;

	private static final EngineLog logger = EngineLog.of(ControlServer.class);

	/** Before the next attempt where accept(2) fails at once, as without descriptors. */
	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

	private final UnixServerSocketChannel listener;

	private final GuardedDescriptor descriptor;

	private final SocketFile file;

	private final ControlConnector connector;

	private final Consumer<ControlChannel> onConnection;

	private final Semaphore slots = new Semaphore(MAX_CONNECTIONS);

	private final CountDownLatch closed = new CountDownLatch(1);

	private ControlServer(UnixServerSocketChannel listener, SocketFile file, ControlConnector connector,
			Consumer<ControlChannel> onConnection) {
		this.listener = listener;
		this.descriptor = new GuardedDescriptor(listener);
		this.file = file;
		this.connector = connector;
		this.onConnection = onConnection;
	}

	/**
	 * Prepares a directory and accepts on the socket {@code <pid>.sock} in it.
	 * @param directory the directory, made if it is missing
	 * @param onConnection given each connection, on the accepting thread; it must start
	 * or close the channel, and not block
	 * @return the server
	 * @throws ControlUnavailableException if the directory or the socket cannot be used;
	 * the message says what to do
	 * @throws IOException if the socket cannot be made
	 */
	public static ControlServer open(Path directory, Consumer<ControlChannel> onConnection) throws IOException {
		return open(directory, onConnection, ControlConnector.forThisUser());
	}

	static ControlServer open(Path directory, Consumer<ControlChannel> onConnection, ControlConnector connector)
			throws IOException {
		ControlDirectory prepared = ControlDirectory.prepare(directory);
		new Leftovers(prepared).remove();
		UnixServerSocketChannel listener = NativeSockets.load(UnixServerSocketChannel::open);
		NativeSockets.rehearse();
		try {
			SocketFile file = SocketFile.bind(listener, prepared);
			ControlServer server = new ControlServer(listener, file, connector, onConnection);
			server.start();
			return server;
		}
		catch (IOException | RuntimeException | Error ex) {
			GuardedDescriptor.closeQuietly(listener);
			throw ex;
		}
	}

	/**
	 * Where the server can be reached.
	 * @return the socket file
	 */
	public Path path() {
		return this.file.path();
	}

	/**
	 * Removes what killed processes have left beside the socket.
	 * @throws IOException if the directory cannot be used any more
	 */
	public void removeLeftovers() throws IOException {
		new Leftovers(ControlDirectory.prepare(path().getParent())).remove();
	}

	/**
	 * Whether it can still be reached.
	 * @return {@code false} if somebody has removed or replaced the socket file
	 */
	public boolean isReachable() {
		return this.file.isIntact();
	}

	/**
	 * Finds the sockets of other processes.
	 * @param directory a control directory
	 * @return their files, in no particular order; some may be those of dead processes
	 * @throws IOException if the directory cannot be read
	 */
	public static List<Path> othersIn(ControlDirectory directory) throws IOException {
		Path own = directory.socketOf(ProcessHandle.current().pid());
		return directory.sockets().stream().filter((socket) -> !socket.equals(own)).toList();
	}

	/**
	 * Removes the socket file and stops accepting. Connections already accepted stay
	 * open: they are those of whoever was given them.
	 */
	@Override
	public void close() {
		this.closed.countDown();
		this.file.remove();
		this.descriptor.shutdown();
	}

	private void start() {
		Thread acceptor = new Thread(this::acceptUntilClosed, "hotupgrade-control-acceptor");
		acceptor.setDaemon(true);
		try {
			acceptor.start();
		}
		catch (Error ex) {
			this.file.remove();
			throw ex;
		}
	}

	private void acceptUntilClosed() {
		try {
			while (!isClosed()) {
				accept();
			}
		}
		finally {
			this.descriptor.release();
		}
	}

	private void accept() {
		try {
			UnixSocketChannel channel = this.listener.accept();
			if (channel != null) {
				admit(channel);
			}
		}
		catch (IOException | NotYetBoundException ex) {
			// The latter is what jnr-unixsocket makes of EINVAL, the end after
			// shutdown(2).
			if (!isClosed()) {
				logger.warn("Control socket {} cannot accept at the moment: {}", path(), ex.toString());
				pause();
			}
		}
		catch (RuntimeException | Error ex) {
			// Whatever one connection brings about, the next one has to be accepted.
			logger.error("Control socket {} could not accept a connection", path(), ex);
			pause();
		}
	}

	private void admit(UnixSocketChannel channel) {
		if (!this.slots.tryAcquire()) {
			logger.warn("Refused a control connection: {} are open already", MAX_CONNECTIONS);
			GuardedDescriptor.closeQuietly(channel);
			return;
		}
		ControlChannel admitted;
		try {
			admitted = this.connector.admit(channel, this.slots::release);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Refused a control connection: {}", ex.getMessage());
			GuardedDescriptor.closeQuietly(channel);
			this.slots.release();
			return;
		}
		catch (Error ex) {
			GuardedDescriptor.closeQuietly(channel);
			this.slots.release();
			throw ex;
		}
		passOn(admitted);
	}

	private void passOn(ControlChannel channel) {
		try {
			this.onConnection.accept(channel);
		}
		catch (RuntimeException | Error ex) {
			// The latter also where the system has no further thread for a reader.
			logger.warn("A control connection of process {} could not be handled", channel.peer().pid(), ex);
			channel.close();
		}
		finally {
			// An interrupted thread's accept() would close the descriptor, unguarded.
			Thread.interrupted();
		}
	}

	private boolean isClosed() {
		return this.closed.getCount() == 0;
	}

	private void pause() {
		try {
			this.closed.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			close();
		}
	}

}
