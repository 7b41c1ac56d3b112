package io.hotupgrade.sessions;

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
import java.util.function.Consumer;

import io.hotupgrade.internal.log.EngineLog;

/**
 * Where the next instance connects to share sessions: a Unix-domain socket beside the
 * control socket, for the short time until it has. It has to be this user's, and to say
 * the key that it was told over the control channel.
 */
final class SessionDoor {

	private static final EngineLog logger = EngineLog.of(SessionDoor.class);

	private static final int KEY_BYTES = 16;

	private final ServerSocketChannel listener;

	private final SessionInvitation invitation;

	private final SessionLink.Events events;

	private final Consumer<SessionLink> onGuest;

	private SessionDoor(ServerSocketChannel listener, SessionInvitation invitation, SessionLink.Events events,
			Consumer<SessionLink> onGuest) {
		this.listener = listener;
		this.invitation = invitation;
		this.events = events;
		this.onGuest = onGuest;
	}

	/**
	 * Opens it.
	 * @param directory a directory that only this user can use
	 * @param events is told what comes over the connection of the one who has the key
	 * @param onGuest is given that connection
	 */
	static SessionDoor open(Path directory, SessionLink.Events events, Consumer<SessionLink> onGuest)
			throws IOException {
		Path socket = directory.resolve(ProcessHandle.current().pid() + ".sessions");
		Files.deleteIfExists(socket);
		byte[] key = new byte[KEY_BYTES];
		new SecureRandom().nextBytes(key);
		ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			listener.bind(UnixDomainSocketAddress.of(socket));
			Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
			SessionDoor door = new SessionDoor(listener, new SessionInvitation(socket, HexFormat.of().formatHex(key)),
					events, onGuest);
			Thread thread = new Thread(door::accept, "hotupgrade-sessions-door");
			thread.setDaemon(true);
			thread.start();
			return door;
		}
		catch (IOException | RuntimeException | Error ex) {
			listener.close();
			throw ex;
		}
	}

	SessionInvitation invitation() {
		return this.invitation;
	}

	void close() {
		try {
			this.listener.close();
			Files.deleteIfExists(this.invitation.socket());
		}
		catch (IOException ex) {
			logger.debug("The socket for sessions stays behind", ex);
		}
	}

	private void accept() {
		try {
			while (true) {
				receive(this.listener.accept());
			}
		}
		catch (ClosedChannelException ex) {
			logger.debug("The socket for sessions is closed", ex);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Sessions are not shared with the next instance, because it cannot be let in: {}",
					ex.toString());
			close();
		}
	}

	private void receive(SocketChannel channel) throws IOException {
		try {
			PeerUser.requireOwn(channel);
		}
		catch (IOException ex) {
			logger.warn("Refused a connection to the socket for sessions: {}", ex.getMessage());
			channel.close();
			return;
		}
		new SessionLink(channel, new Reception()).start();
	}

	private boolean isKey(SessionMessage message) {
		return message.kind() == SessionMessage.Kind.HELLO && MessageDigest.isEqual(
				message.id().getBytes(StandardCharsets.UTF_8), this.invitation.key().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * One connection, of whomever. Used on its thread only.
	 */
	private final class Reception implements SessionLink.Events {

		private boolean admitted;

		@Override
		public void received(SessionLink link, SessionMessage message) {
			if (this.admitted) {
				SessionDoor.this.events.received(link, message);
			}
			else if (isKey(message)) {
				this.admitted = true;
				SessionDoor.this.onGuest.accept(link);
			}
			else {
				logger.warn("Refused a connection to the socket for sessions: it has not said the key");
				link.close();
			}
		}

		@Override
		public void ended(SessionLink link) {
			if (this.admitted) {
				SessionDoor.this.events.ended(link);
			}
		}

	}

}
