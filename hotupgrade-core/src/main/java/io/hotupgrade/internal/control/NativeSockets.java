package io.hotupgrade.internal.control;

import java.io.IOException;

/**
 * The first use of native sockets, which is where a platform without them shows.
 */
final class NativeSockets {

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

	/** Opens a native socket. */
	interface Opener<T> {

		T open() throws IOException;

	}

}
