package io.hotupgrade.tomcat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a client has ended or reset its connection.
 */
final class ClientEnd {

	private static final int MOST_UNREAD = 16 * 1024;

	private ClientEnd() {
	}

	/**
	 * Whether Tomcat has found out that the client of an HTTP/2 connection has ended or
	 * reset it. Tomcat notes that before it tells the streams; others may still read.
	 * @param wrapper what Tomcat knows of the connection, or {@code null}
	 * @return whether it has
	 */
	static boolean isNoted(@Nullable SocketWrapperBase<NioChannel> wrapper) {
		IOException error = (wrapper != null) ? wrapper.getError() : null;
		return error != null && !(error instanceof SocketTimeoutException);
	}

	/**
	 * Looks at a connection of which nothing more is read by anybody, and reads what is
	 * left.
	 * @param channel the connection
	 * @param wrapper what Tomcat knows of it, or {@code null}
	 * @return whether the client has gone
	 */
	static boolean isThere(SocketChannel channel, @Nullable SocketWrapperBase<NioChannel> wrapper) {
		if (hasTlsEnded(wrapper)) {
			return true;
		}
		try {
			ByteBuffer unread = ByteBuffer.allocate(MOST_UNREAD);
			int count = 1;
			while (count > 0) {
				// TLS says that it ends before it does.
				count = channel.read(unread);
			}
			return count < 0;
		}
		catch (ClosedChannelException ex) {
			// By this side.
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/** What the client says there arrives before the end of the connection does. */
	private static boolean hasTlsEnded(@Nullable SocketWrapperBase<NioChannel> wrapper) {
		SSLEngine engine = (wrapper != null && wrapper.getSocket() instanceof SecureNioChannel secure)
				? secure.getSslEngine() : null;
		return engine != null && engine.isInboundDone();
	}

}
