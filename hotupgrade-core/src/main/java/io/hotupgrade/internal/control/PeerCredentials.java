package io.hotupgrade.internal.control;

import java.io.IOException;

import jnr.unixsocket.Credentials;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;

/**
 * Who is at the other end, as the kernel saw it when the peer connected or listened
 * (SO_PEERCRED, unix(7)).
 *
 * @param pid process id; 0 if the process is not visible from here, as from another pid
 * namespace
 * @param uid effective user id
 * @param gid effective group id
 */
public record PeerCredentials(long pid, long uid, long gid) {

	static PeerCredentials of(UnixSocketChannel channel) throws IOException {
		try {
			Credentials credentials = channel.getOption(UnixSocketOptions.SO_PEERCRED);
			return new PeerCredentials(credentials.getPid(), Integer.toUnsignedLong(credentials.getUid()),
					Integer.toUnsignedLong(credentials.getGid()));
		}
		catch (UnsupportedOperationException ex) {
			throw new ControlUnavailableException("The system does not tell who is at the other end of a Unix socket",
					ex);
		}
	}

}
