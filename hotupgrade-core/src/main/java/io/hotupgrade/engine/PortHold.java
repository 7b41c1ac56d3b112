package io.hotupgrade.engine;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what everybody relies on: a port that another process listens on is in use, also
 * if that one is just about to. SO_REUSEPORT would let a second instance of the same user
 * join it without a word (socket(7)), so the first bind is made without, and the port is
 * kept by a socket that does not listen until the server's own listener is bound.
 * <p>
 * The kernel compares the options that two sockets have at the moment of the second one's
 * bind. So a socket that was bound without SO_REUSEPORT can be given the option
 * afterwards, to let the listeners of this process in: another process begins without it,
 * and is refused by whichever of these sockets is there.
 */
final class PortHold implements AutoCloseable {

	/** A port that the kernel is to choose belongs to nobody before that. */
	static final PortHold NONE = new PortHold(null);

	private static final EngineLog logger = EngineLog.of(PortHold.class);

	/**
	 * Two that begin to listen in the same instant may both be refused by the kernel.
	 */
	private static final int ATTEMPTS = 4;

	private static final int LONGEST_PAUSE_MILLIS = 50;

	private final @Nullable SocketChannel socket;

	private PortHold(@Nullable SocketChannel socket) {
		this.socket = socket;
	}

	/**
	 * Takes hold of a port. Who connects to it meanwhile is refused.
	 * @param address the address that is going to be listened on
	 * @return the hold, to be released when that is so
	 * @throws BindException if the address is in use, or held by another process
	 * @throws IOException if there is no socket
	 */
	static PortHold take(InetSocketAddress address) throws IOException {
		if (address.getPort() == 0) {
			return NONE;
		}
		for (int attempt = 1;; attempt++) {
			try {
				return tryTake(address);
			}
			catch (BindException ex) {
				if (attempt == ATTEMPTS || !pause()) {
					throw ex;
				}
			}
		}
	}

	/** Random, so that two that have met go on one after the other. */
	private static boolean pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MILLIS + 1));
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static PortHold tryTake(InetSocketAddress address) throws IOException {
		// Only a socket that listens excludes others that have set SO_REUSEADDR, and a
		// server has to set that: old connections of the port may be in TIME_WAIT.
		try (ServerSocketChannel first = ServerSocketChannel.open()) {
			first.bind(address);
			first.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			return new PortHold(bindBeside(address));
		}
	}

	/**
	 * What connects to the first socket is reset with it, so it has to be gone at once.
	 * @return the socket that stays; {@code null} on a system that lets no other socket
	 * join one which was bound without SO_REUSEPORT, where the port was only tried
	 */
	private static @Nullable SocketChannel bindBeside(InetSocketAddress address) throws IOException {
		SocketChannel socket = SocketChannel.open();
		try {
			socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			socket.bind(address);
			// From now on it excludes others although it does not listen.
			socket.setOption(StandardSocketOptions.SO_REUSEADDR, false);
			return socket;
		}
		catch (IOException | RuntimeException ex) {
			socket.close();
			logger.debug("Port " + address.getPort() + " cannot be kept until it is bound", ex);
			return null;
		}
	}

	/**
	 * Releases the port. Has no effect when called again.
	 */
	@Override
	public void close() {
		if (this.socket == null) {
			return;
		}
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			logger.debug("A socket could not be closed", ex);
		}
	}

}
