package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.hotupgrade.internal.log.EngineLog;
import jnr.unixsocket.UnixSocketChannel;

/**
 * The first use of native sockets, which is where a platform without them shows.
 */
final class NativeSockets {

	private static final EngineLog logger = EngineLog.of(NativeSockets.class);

	private NativeSockets() {
	}

	/**
	 * Opens a native socket.
	 * @param <T> the socket
	 * @param opener opens it
	 * @return the socket
	 * @throws ControlUnavailableException if the native library cannot be loaded
	 * @throws IOException if the socket cannot be opened
	 */
	static <T> T load(Opener<T> opener) throws IOException {
		try {
			return opener.open();
		}
		catch (LinkageError ex) {
			throw new ControlUnavailableException("The native library for Unix sockets cannot be loaded (" + ex
					+ "); it is unpacked into java.io.tmpdir, " + System.getProperty("java.io.tmpdir")
					+ ", which must be writable and not mounted noexec", ex);
		}
	}

	/**
	 * Uses all that a control connection needs, so that it is loaded. Whatever is loaded
	 * later flushes standard output first, which may be a pipe that nobody reads by then.
	 */
	static void rehearse() {
		try {
			UnixSocketChannel[] pair = UnixSocketChannel.pair();
			rehearse(pair[0], pair[1]);
		}
		catch (IOException ex) {
			logger.debug("Control connections could not be rehearsed", ex);
		}
	}

	private static void rehearse(UnixSocketChannel near, UnixSocketChannel far) throws IOException {
		ControlSocket sender = new ControlSocket(near, () -> {
		});
		ControlSocket receiver = new ControlSocket(far, () -> {
		});
		try {
			ControlSocket.boundWaits(near);
			PeerCredentials.of(near);
			sender.writeNow(ByteBuffer.allocate(1));
			sender.write(ByteBuffer.allocate(1));
			receiver.read(ByteBuffer.allocate(2));
		}
		finally {
			sender.release();
			receiver.release();
		}
	}

	/** Opens a native socket. */
	interface Opener<T> {

		T open() throws IOException;

	}

}
