package io.hotupgrade.tomcat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what a client has sent and nobody has read, without reading it: in the
 * kernel's buffer, in the one for TLS, and in Tomcat's for plain text.
 */
final class SocketInput {

	private static final Logger logger = LoggerFactory.getLogger(SocketInput.class);

	private static final @Nullable Field ENCRYPTED = encryptedField();

	private SocketInput() {
	}

	/**
	 * Whether anything waits to be read.
	 * @param wrapper what Tomcat knows of the connection
	 * @return whether bytes wait; not whether the client has closed its side
	 */
	static boolean waits(SocketWrapperBase<NioChannel> wrapper) {
		NioChannel channel = wrapper.getSocket();
		SocketChannel socket = channel.getIOChannel();
		if (socket == null) {
			return false;
		}
		SocketBufferHandler buffers = wrapper.getSocketBufferHandler();
		return waitsInKernel(socket) || (buffers != null && !buffers.isReadBufferEmpty()) || waitsEncrypted(channel);
	}

	/** FIONREAD, which takes half a microsecond. */
	private static boolean waitsInKernel(SocketChannel socket) {
		try {
			return socket.socket().getInputStream().available() > 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** A record that has arrived in part, or behind the one that was read last. */
	private static boolean waitsEncrypted(NioChannel channel) {
		if (ENCRYPTED == null || !(channel instanceof SecureNioChannel)) {
			return false;
		}
		try {
			ByteBuffer buffer = (ByteBuffer) ENCRYPTED.get(channel);
			return buffer != null && buffer.position() > 0;
		}
		catch (IllegalAccessException ex) {
			return false;
		}
	}

	private static @Nullable Field encryptedField() {
		try {
			Field field = SecureNioChannel.class.getDeclaredField("netInBuffer");
			field.setAccessible(true);
			return field;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.warn("Tomcat's SecureNioChannel has no field 'netInBuffer'. A request that arrives by TLS while its "
					+ "idle connection is closed may be lost", ex);
			return null;
		}
	}

}
