package io.hotupgrade.undertow;

import io.undertow.protocols.http2.GoAwayNotice;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the HTTP/2 connection under a stream, and takes leave of it. Undertow gives every
 * stream a {@link ServerConnection} of its own, which keeps the connection in a private
 * field.
 */
final class Http2Channels {

	private static final Logger logger = LoggerFactory.getLogger(Http2Channels.class);

	private static final FieldByName<Http2Channel> CHANNEL = channelField();

	private static final FieldByName<Integer> LAST_STREAM = FieldByName.of(Http2Channel.class, "lastGoodStreamId",
			Integer.class);

	private Http2Channels() {
	}

	/**
	 * Finds the connection of a stream.
	 * @param stream the stream
	 * @return the connection, or {@code null} if the stream is not one of HTTP/2 or
	 * Undertow's version is an unknown one
	 */
	static @Nullable Http2Channel of(ServerConnection stream) {
		if (!CHANNEL.exists() || !(stream instanceof Http2ServerConnection)) {
			return null;
		}
		return CHANNEL.read(stream);
	}

	/**
	 * Sends the last GOAWAY frame, and behind it the end. To be called on the
	 * connection's I/O thread when no stream is open.
	 * @param connection the connection; where Undertow's version is an unknown one it is
	 * closed altogether
	 */
	static void sendLast(Http2Channel connection) {
		if (LAST_STREAM.exists()) {
			GoAwayNotice.sendLast(connection, LAST_STREAM.read(connection));
		}
		else {
			connection.sendGoAway(Http2Channel.ERROR_NO_ERROR);
		}
	}

	private static FieldByName<Http2Channel> channelField() {
		FieldByName<Http2Channel> field = FieldByName.of(Http2ServerConnection.class, "channel", Http2Channel.class);
		if (!field.exists()) {
			logger.warn("Undertow's Http2ServerConnection has no field 'channel' of type Http2Channel. Idle HTTP/2 "
					+ "connections stay open while this instance drains, until the time limit");
		}
		return field;
	}

}
