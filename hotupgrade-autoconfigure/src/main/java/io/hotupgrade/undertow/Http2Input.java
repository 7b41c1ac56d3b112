package io.hotupgrade.undertow;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.protocol.framed.FrameHeaderData;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

import org.springframework.util.ReflectionUtils;

/**
 * Puts a {@link PeerGoAwayConduit} below an HTTP/2 connection that is in use already. It
 * must begin at a frame's boundary: while a request is being dispatched that is the end
 * of its header frame, and behind that come the bytes that Undertow has read ahead.
 */
final class Http2Input {

	private static final Log logger = LogFactory.getLog(Http2Input.class);

	private static final int PREFACE_LENGTH = 24;

	private static final Field READ_AHEAD = field("readData", PooledByteBuffer.class);

	private static final Field PREFACE_COUNT = field("prefaceCount", int.class);

	/** Is there while a frame's header has been read only in part. */
	private static final Field HEADER = field("frameParser", FrameHeaderData.class);

	private static final Field DATA_LEFT = field("frameDataRemaining", long.class);

	private Http2Input() {
	}

	/**
	 * Keeps the client's GOAWAY frames from a connection, and tells what the client does.
	 * To be called on the connection's own thread.
	 * @param channel the connection
	 * @param listener learns what the client does
	 * @return whether that can be done now, which is certain while a request is being
	 * dispatched
	 */
	static boolean watch(Http2Channel channel, PeerGoAwayConduit.Listener listener) {
		StreamConnection connection = AcceptedConnection.under(channel);
		if (connection == null || !betweenFrames(channel)) {
			return false;
		}
		ConduitStreamSourceChannel source = connection.getSourceChannel();
		// After an upgrade from HTTP/1 the preface has not been read yet.
		int preface = PREFACE_LENGTH - (int) ReflectionUtils.getField(PREFACE_COUNT, channel);
		PeerGoAwayConduit conduit = new PeerGoAwayConduit(source.getConduit(), preface, listener);
		source.setConduit(conduit);
		PooledByteBuffer readAhead = (PooledByteBuffer) ReflectionUtils.getField(READ_AHEAD, channel);
		if (readAhead != null && readAhead.isOpen()) {
			ByteBuffer buffer = readAhead.getBuffer();
			buffer.limit(conduit.filter(buffer, buffer.position(), buffer.limit()));
		}
		return true;
	}

	private static boolean betweenFrames(Http2Channel channel) {
		return READ_AHEAD != null && PREFACE_COUNT != null && HEADER != null && DATA_LEFT != null
				&& ReflectionUtils.getField(HEADER, channel) == null
				&& (long) ReflectionUtils.getField(DATA_LEFT, channel) == 0;
	}

	private static Field field(String name, Class<?> type) {
		Field field = ReflectionUtils.findField(Http2Channel.class, name);
		if (field == null || !type.isAssignableFrom(field.getType())) {
			logger.warn("Undertow's Http2Channel has no field '" + name + "' of type " + type.getName()
					+ ". HTTP/2 clients that answer GOAWAY with their own lose their requests when this instance leaves");
			return null;
		}
		field.setAccessible(true);
		return field;
	}

}
