package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongPredicate;

import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/**
 * Makes channels of sockets: checks the other side's user before a byte is read, and sets
 * what bounds the waits.
 *
 * @param allowed which users the other side may have
 * @param codec the codec of the channels
 * @param sendTimeout how long the other side may keep a connect or a message waiting
 */
record ControlConnector(LongPredicate allowed, ControlCodec codec, Duration sendTimeout) {

	/**
	 * For this process's own user only: root, too, has to join as that user.
	 * @return the connector
	 * @throws IOException if the own user cannot be found out
	 */
	static ControlConnector forThisUser() throws IOException {
		long uid = CurrentUser.uid();
		return new ControlConnector((peer) -> peer == uid, new ControlCodec(), ControlChannel.SEND_TIMEOUT);
	}

	/**
	 * Connects.
	 * @param socket the server's socket file
	 * @return the channel, not started yet
	 * @throws IOException if the server cannot be reached in time, or is not allowed
	 */
	ControlChannel connect(Path socket) throws IOException {
		UnixSocketAddress address = SocketFile.address(socket);
		UnixSocketChannel channel = NativeSockets.load(UnixSocketChannel::open);
		try {
			ControlSocket.boundWaits(channel);
			connect(channel, address);
			return admit(channel, () -> {
			});
		}
		catch (IOException | RuntimeException ex) {
			GuardedDescriptor.closeQuietly(channel);
			throw new IOException("Cannot connect to the control socket " + socket + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Makes a channel of a connected socket, which stays the caller's if this fails.
	 * @param channel the connected socket
	 * @param onRelease called once, when the channel has closed it
	 * @return the channel, not started yet
	 * @throws IOException if the other side's user is not allowed
	 */
	ControlChannel admit(UnixSocketChannel channel, Runnable onRelease) throws IOException {
		PeerCredentials peer = PeerCredentials.of(channel);
		if (!this.allowed.test(peer.uid())) {
			throw new IOException("The other side, process " + peer.pid() + ", belongs to user " + peer.uid()
					+ "; run both instances as one user");
		}
		ControlSocket.boundWaits(channel);
		return new ControlChannel(new ControlSocket(channel, onRelease), peer, this.codec, this.sendTimeout);
	}

	/** A server whose queue of connections is full keeps a connect waiting. */
	private void connect(UnixSocketChannel channel, UnixSocketAddress address) throws IOException {
		long deadline = System.nanoTime() + this.sendTimeout.toNanos();
		boolean connected = channel.connect(address);
		while (!connected) {
			if (System.nanoTime() - deadline > 0) {
				throw new IOException("it accepts no connection within " + this.sendTimeout.toMillis() + " ms");
			}
			connected = channel.finishConnect();
		}
	}

}
