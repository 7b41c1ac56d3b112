package io.hotupgrade.undertow;

import java.lang.reflect.Field;

import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.ReflectionUtils;

/**
 * Finds the HTTP/2 connection under a stream. Undertow gives every stream a
 * {@link ServerConnection} of its own, which keeps the connection in a private field.
 */
final class Http2Channels {

	private static final Log logger = LogFactory.getLog(Http2Channels.class);

	private static final Field CHANNEL = channelField();

	private Http2Channels() {
	}

	/**
	 * Finds the connection of a stream.
	 * @param stream the stream
	 * @return the connection, or {@code null} if the stream is not one of HTTP/2 or
	 * Undertow's version is an unknown one
	 */
	static Http2Channel of(ServerConnection stream) {
		if (CHANNEL == null || !(stream instanceof Http2ServerConnection)) {
			return null;
		}
		return (Http2Channel) ReflectionUtils.getField(CHANNEL, stream);
	}

	private static Field channelField() {
		Field field = ReflectionUtils.findField(Http2ServerConnection.class, "channel", Http2Channel.class);
		if (field == null) {
			logger.warn("Undertow's Http2ServerConnection has no field 'channel' of type Http2Channel. Idle HTTP/2 "
					+ "connections stay open while this instance drains, until the time limit");
			return null;
		}
		field.setAccessible(true);
		return field;
	}

}
