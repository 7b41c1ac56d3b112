package io.hotupgrade.undertow;

import java.util.function.Function;

import io.hotupgrade.server.support.FieldByType;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.ServerConnection;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * Finds the accepted connection under what Undertow has put on top of it: TLS, the
 * addresses that a proxy tells, HTTP. By identity, as addresses do not tell connections
 * apart: with the PROXY protocol they are what the peer says.
 */
final class AcceptedConnection {

	/** More layers than Undertow has, in case that two of them contain each other. */
	private static final int MAX_LAYERS = 8;

	private AcceptedConnection() {
	}

	/**
	 * Finds what is known of the connection under another one.
	 * @param <T> what is known
	 * @param connection Undertow's connection
	 * @param known gives what is known of a connection, or {@code null}
	 * @return what is known of the first of the layers, from the top, of which something
	 * is, or {@code null}
	 */
	static <T> @Nullable T under(ServerConnection connection, Function<StreamConnection, T> known) {
		StreamConnection layer = top(connection);
		for (int i = 0; layer != null && i < MAX_LAYERS; i++) {
			T found = known.apply(layer);
			if (found != null) {
				return found;
			}
			layer = FieldByType.read(layer, StreamConnection.class);
		}
		return null;
	}

	private static @Nullable StreamConnection top(ServerConnection connection) {
		if (connection instanceof AbstractServerConnection http) {
			return http.getChannel();
		}
		return under(Http2Channels.of(connection));
	}

	/**
	 * The connection that carries HTTP/2, above TLS.
	 * @param channel the HTTP/2 connection, or {@code null}
	 * @return the connection, or {@code null} if there is none or Undertow's version is
	 * an unknown one
	 */
	static @Nullable StreamConnection under(@Nullable Http2Channel channel) {
		return FieldByType.read(channel, StreamConnection.class);
	}

}
