package io.hotupgrade.undertow;

import java.nio.ByteBuffer;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.protocol.framed.FrameHeaderData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Puts a {@link PeerGoAwayConduit} below an HTTP/2 connection that is in use already. It
 * must begin at a frame's boundary: while a request is being dispatched that is the end
 * of its header frame, and behind that come the bytes that Undertow has read ahead.
 */
final class Http2Input {

	private static final Logger logger = LoggerFactory.getLogger(Http2Input.class);

	private static final int PREFACE_LENGTH = 24;

	private static final FieldByName<PooledByteBuffer> READ_AHEAD = field("readData", PooledByteBuffer.class);

	private static final FieldByName<Integer> PREFACE_COUNT = field("prefaceCount", Integer.class);

	/** Is there while a frame's header has been read only in part. */
	private static final FieldByName<FrameHeaderData> HEADER = field("frameParser", FrameHeaderData.class);

	private static final FieldByName<Long> DATA_LEFT = field("frameDataRemaining", Long.class);

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
		int preface = PREFACE_LENGTH - PREFACE_COUNT.read(channel);
		PeerGoAwayConduit conduit = new PeerGoAwayConduit(source.getConduit(), preface, listener);
		source.setConduit(conduit);
		PooledByteBuffer readAhead = READ_AHEAD.read(channel);
		if (readAhead != null && readAhead.isOpen()) {
			ByteBuffer buffer = readAhead.getBuffer();
			buffer.limit(conduit.filter(buffer, buffer.position(), buffer.limit()));
		}
		return true;
	}

	private static boolean betweenFrames(Http2Channel channel) {
		return READ_AHEAD.exists() && PREFACE_COUNT.exists() && HEADER.exists() && DATA_LEFT.exists()
				&& HEADER.read(channel) == null && DATA_LEFT.read(channel) == 0;
	}

	private static <T> FieldByName<T> field(String name, Class<T> type) {
		FieldByName<T> field = FieldByName.of(Http2Channel.class, name, type);
		if (!field.exists()) {
			logger.warn("Undertow's Http2Channel has no field '" + name + "' of type " + type.getName()
					+ ". HTTP/2 clients that answer GOAWAY with their own lose their requests when this instance leaves");
		}
		return field;
	}

}
