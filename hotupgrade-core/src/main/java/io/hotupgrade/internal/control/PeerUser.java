package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;

import jdk.net.ExtendedSocketOptions;

/**
 * Whose process is at the other end of a connection, as the kernel saw it when it
 * connected or listened (SO_PEERCRED, unix(7)).
 */
final class PeerUser {

	private PeerUser() {
	}

	/** Fails unless it is this process's user: root, too, has to come as that one. */
	static void requireOwn(SocketChannel channel) throws IOException {
		require(channel, CurrentUser.uid());
	}

	static void require(SocketChannel channel, long uid) throws IOException {
		UserPrincipal user = of(channel);
		// The number of a user is a name of it, too.
		UserPrincipal wanted = FileSystems.getDefault()
			.getUserPrincipalLookupService()
			.lookupPrincipalByName(Long.toString(uid));
		if (!user.equals(wanted)) {
			throw new IOException(
					"The other side belongs to user " + user.getName() + "; run both instances as one user");
		}
	}

	private static UserPrincipal of(SocketChannel channel) throws IOException {
		try {
			return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
		}
		catch (LinkageError | UnsupportedOperationException ex) {
			throw new IOException("The JVM does not tell who is at the other end of a Unix socket; does it lack the "
					+ "module jdk.net?", ex);
		}
	}

}
