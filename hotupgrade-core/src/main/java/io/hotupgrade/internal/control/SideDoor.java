package io.hotupgrade.internal.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Where the other instance of an upgrade comes in with what would delay the messages of
 * the control channel: a Unix-domain socket beside the control socket. Whoever connects
 * has to be this user's, and to say the key that it was told over the control channel.
 */
public final class SideDoor {

	private static final EngineLog logger = EngineLog.of(SideDoor.class);

	private static final int KEY_BYTES = 16;

	private final String purpose;

	private final ServerSocketChannel listener;

	private final Invitation invitation;

	private final Host host;

	private SideDoor(String purpose, ServerSocketChannel listener, Invitation invitation, Host host) {
		this.purpose = purpose;
		this.listener = listener;
		this.invitation = invitation;
		this.host = host;
	}

	/**
	 * Opens one.
	 * @param directory a directory that only this user can use
	 * @param purpose what it is for, as the socket's name and the log have it
	 * @param host is given each connection of this user
	 * @return the door
	 * @throws IOException if there can be no such socket
	 */
	public static SideDoor open(Path directory, String purpose, Host host) throws IOException {
		Path socket = directory.resolve(ProcessHandle.current().pid() + "." + purpose);
		Files.deleteIfExists(socket);
		byte[] key = new byte[KEY_BYTES];
		new SecureRandom().nextBytes(key);
		ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			listener.bind(UnixDomainSocketAddress.of(socket));
			Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
			SideDoor door = new SideDoor(purpose, listener, new Invitation(socket, HexFormat.of().formatHex(key)),
					host);
			Thread thread = new Thread(door::accept, "hotupgrade-" + purpose + "-door");
			thread.setDaemon(true);
			thread.start();
			return door;
		}
		catch (IOException | RuntimeException | Error ex) {
			listener.close();
			throw ex;
		}
	}

	/**
	 * Comes in by the door of the other instance. Does not wait for a process that
	 * accepts no connection.
	 * @param invitation what the other instance has told
	 * @return the connection, on which the key is still to be said
	 * @throws IOException if the other instance cannot be reached, or is another user's
	 */
	public static SocketChannel connect(Invitation invitation) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			channel.configureBlocking(false);
			if (!channel.connect(UnixDomainSocketAddress.of(invitation.socket()))) {
				throw new IOException("It does not accept the connection at once");
			}
			channel.configureBlocking(true);
			PeerUser.requireOwn(channel);
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * What the other instance has to know to come in.
	 * @return the socket and the key
	 */
	public Invitation invitation() {
		return this.invitation;
	}

	/**
	 * Whether somebody has said the key; says so in the log if not.
	 * @param said what was said
	 * @return {@code false} for somebody to send away
	 */
	public boolean isKey(String said) {
		boolean right = MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8),
				this.invitation.key().getBytes(StandardCharsets.UTF_8));
		if (!right) {
			logger.warn("Refused a connection to the socket for {}: it has not said the key", this.purpose);
		}
		return right;
	}

	/**
	 * Lets nobody in any more. Connections that there are stay.
	 */
	public void close() {
		try {
			this.listener.close();
			Files.deleteIfExists(this.invitation.socket());
		}
		catch (IOException ex) {
			logger.debug("The socket for {} stays behind", this.purpose, ex);
		}
	}

	private void accept() {
		try {
			while (true) {
				receive(this.listener.accept());
			}
		}
		catch (ClosedChannelException ex) {
			logger.debug("The socket for {} is closed", this.purpose, ex);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The next instance gets no {} from this one, because it cannot be let in: {}", this.purpose,
					ex.toString());
			close();
		}
	}

	private void receive(SocketChannel channel) throws IOException {
		try {
			PeerUser.requireOwn(channel);
		}
		catch (IOException ex) {
			logger.warn("Refused a connection to the socket for {}: {}", this.purpose, ex.getMessage());
			channel.close();
			return;
		}
		this.host.receive(this, channel);
	}

	/**
	 * Who has opened a door.
	 */
	@FunctionalInterface
	public interface Host {

		/**
		 * Somebody of this user has connected, and has not said the key yet. Must not
		 * wait.
		 * @param door the door, which knows the key
		 * @param channel the connection
		 */
		void receive(SideDoor door, SocketChannel channel);

	}

}
