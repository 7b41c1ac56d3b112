package io.hotupgrade.jetty;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.channels.SocketChannel;

import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client has sent and Jetty has not read yet.
 */
final class SocketInput {

	private static final Logger logger = LoggerFactory.getLogger(SocketInput.class);

	private static final @Nullable Field ENCRYPTED = encryptedField();

	private SocketInput() {
	}

	/**
	 * Whether anything waits to be read.
	 * @param channel the connection
	 * @param tls its TLS, or {@code null}
	 * @return whether bytes wait; not whether the client has closed its side
	 */
	static boolean waits(SocketChannel channel, @Nullable SslConnection tls) {
		return waitsInKernel(channel) || (tls != null && waitsEncrypted(tls));
	}

	/** FIONREAD, which takes half a microsecond. */
	private static boolean waitsInKernel(SocketChannel channel) {
		try {
			return channel.socket().getInputStream().available() > 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** A record that has arrived in part, or behind the one that was read last. */
	private static boolean waitsEncrypted(SslConnection tls) {
		if (ENCRYPTED == null) {
			return false;
		}
		try {
			RetainableByteBuffer buffer = (RetainableByteBuffer) ENCRYPTED.get(tls);
			return buffer != null && buffer.hasRemaining();
		}
		catch (IllegalAccessException ex) {
			return false;
		}
	}

	private static @Nullable Field encryptedField() {
		try {
			Field field = SslConnection.class.getDeclaredField("_encryptedInput");
			field.setAccessible(true);
			return field;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.warn("Jetty's SslConnection has no field '_encryptedInput'. A request that arrives by TLS while its "
					+ "idle connection is closed may be lost", ex);
			return null;
		}
	}

}
