package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import io.hotupgrade.internal.log.EngineLog;
import jnr.constants.platform.Errno;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/**
 * The file that a listening control socket is bound to.
 */
final class SocketFile {

	private static final EngineLog logger = EngineLog.of(SocketFile.class);

	/** Size of {@code sun_path} less the final NUL (unix(7)). */
	private static final int MAX_PATH = 107;

	private static final int BACKLOG = 16;

	private static final int OWNER_ONLY_MODE = 0600;

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	private final Path path;

	private final FileStatus status;

	private SocketFile(Path path, FileStatus status) {
		this.path = path;
		this.status = status;
	}

	/**
	 * The address of a socket file.
	 * @param path the file
	 * @return the address
	 * @throws ControlUnavailableException if no address can hold the path
	 */
	static UnixSocketAddress address(Path path) throws ControlUnavailableException {
		String text = path.toAbsolutePath().toString();
		if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
			// jnr-unixsocket counts characters where the kernel wants bytes.
			throw new ControlUnavailableException("The path of the control socket may only have ASCII characters: "
					+ text + "; configure another control directory");
		}
		if (text.length() > MAX_PATH) {
			throw new ControlUnavailableException(
					"The path of the control socket has " + text.length() + " bytes, and the system allows " + MAX_PATH
							+ ": " + text + "; configure a control directory with a shorter path");
		}
		return new UnixSocketAddress(text);
	}

	/**
	 * Binds a socket to this process's file in a directory and lets it listen. A file
	 * that a dead process left is replaced.
	 * @param server the socket, neither bound nor closed by a failure
	 * @param directory the directory
	 * @return the file
	 * @throws IOException if the file is in use, or cannot be made
	 */
	static SocketFile bind(UnixServerSocketChannel server, ControlDirectory directory) throws IOException {
		Path path = directory.socketOf(ProcessHandle.current().pid());
		UnixSocketAddress address = address(path);
		removeStale(path, address);
		restrict(server);
		try {
			server.socket().bind(address, BACKLOG);
		}
		catch (IOException ex) {
			throw new IOException("Cannot bind the control socket " + path + ": " + ex.getMessage(), ex);
		}
		directory.recheck();
		return new SocketFile(path, restrict(path));
	}

	Path path() {
		return this.path;
	}

	/** Whether the file that was bound is still there. */
	boolean isIntact() {
		try {
			return FileStatus.of(this.path).isSameFile(this.status);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Removes the file, unless it is another's by now. */
	void remove() {
		try {
			if (isIntact()) {
				Files.deleteIfExists(this.path);
			}
		}
		catch (IOException ex) {
			logger.warn("The control socket {} cannot be removed and stays behind: {}", this.path, ex.toString());
		}
	}

	/**
	 * Gives an unbound socket the mode that its file then has from the first moment on,
	 * less the umask. The kernel's link to the descriptor saves a native fchmod(2).
	 */
	private static void restrict(UnixServerSocketChannel server) {
		try {
			Files.setPosixFilePermissions(Path.of("/proc/self/fd/" + server.getFD()), OWNER_ONLY);
		}
		catch (IOException ex) {
			logger.debug("The socket gets its mode after it is bound; the directory protects it until then", ex);
		}
	}

	private static FileStatus restrict(Path path) throws IOException {
		FileStatus status = FileStatus.of(path);
		if (status.permissions() == OWNER_ONLY_MODE) {
			return status;
		}
		Files.setPosixFilePermissions(path, OWNER_ONLY);
		return FileStatus.of(path);
	}

	private static void removeStale(Path path, UnixSocketAddress address) throws IOException {
		if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		if (!FileStatus.of(path).isSocket()) {
			throw new ControlUnavailableException(path + " is in the place of the control socket; remove it");
		}
		if (!isStale(address)) {
			throw new ControlUnavailableException("Control socket " + path + " is in use by a living process; "
					+ "configure a control directory of its own for each container and each application");
		}
		Files.deleteIfExists(path);
		logger.info("Replaced control socket {}, which a dead process had left", path);
	}

	/** Whether nobody listens on a socket file. */
	static boolean isStale(UnixSocketAddress address) throws IOException {
		UnixSocketChannel probe = UnixSocketChannel.open();
		try {
			ControlSocket.boundWaits(probe);
			probe.connect(address);
			return false;
		}
		catch (IOException ex) {
			// The channel reports the error number as its text only.
			return Errno.ECONNREFUSED.toString().equals(ex.getMessage());
		}
		finally {
			GuardedDescriptor.closeQuietly(probe);
		}
	}

}
