package io.hotupgrade.loadmeter;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Looks at a connection on which nothing is expected. A byte that was there has been
 * read.
 */
final class Lookahead {

	/** The connection is open and silent. */
	static final int NOTHING_YET = -1;

	private Lookahead() {
	}

	/**
	 * Looks at a plain connection.
	 * @return a byte, or {@link #NOTHING_YET}
	 * @throws EOFException if the peer has closed it
	 */
	static int plain(SocketChannel channel) throws IOException {
		ByteBuffer one = ByteBuffer.allocate(1);
		channel.configureBlocking(false);
		try {
			int read = channel.read(one);
			if (read < 0) {
				throw new EOFException("Closed by the server");
			}
			return (read > 0) ? Byte.toUnsignedInt(one.get(0)) : NOTHING_YET;
		}
		finally {
			channel.configureBlocking(true);
		}
	}

	/**
	 * Looks at a connection under TLS. The bytes on the wire may be session tickets,
	 * which only a read takes in: so this one waits for a millisecond.
	 * @return a byte, or {@link #NOTHING_YET}
	 * @throws EOFException if the peer has closed it
	 */
	static int secured(Socket socket, InputStream input) throws IOException {
		socket.setSoTimeout(1);
		try {
			int next = input.read();
			if (next < 0) {
				throw new EOFException("Closed by the server");
			}
			return next;
		}
		catch (SocketTimeoutException ex) {
			return NOTHING_YET;
		}
		finally {
			socket.setSoTimeout(0);
		}
	}

}
