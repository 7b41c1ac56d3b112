package io.undertow.protocols.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;

import io.undertow.server.protocol.framed.SendFrameHeader;
import io.undertow.util.ImmediatePooledByteBuffer;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;

/**
 * The first of the two GOAWAY frames with which a server leaves a connection gracefully
 * (RFC 9113, section 6.8): the client shall open no more streams, but none is refused
 * yet, as some may be under way.
 * <p>
 * {@link Http2Channel#sendGoAway(int)} is the second one: it refuses further streams and
 * closes the connection, whatever is still running on it. Undertow has nothing for the
 * first, and what it takes to send a frame is visible in this package only.
 */
public final class GoAwayNotice {

	private static final int MAX_STREAM_ID = Integer.MAX_VALUE;

	private static final int PAYLOAD_LENGTH = 8;

	private static final int FRAME_HEADER_LENGTH = 9;

	private GoAwayNotice() {
	}

	/**
	 * Sends the notice. To be called on the connection's I/O thread.
	 * @param connection the connection, which is closed if it turns out to be broken
	 */
	public static void send(Http2Channel connection) {
		Frame frame = new Frame(connection);
		try {
			frame.shutdownWrites();
			if (!frame.flush()) {
				frame.getWriteSetter()
					.set(ChannelListeners.<AbstractHttp2StreamSinkChannel>flushingChannelListener(null,
							(channel, ex) -> closeBroken(connection)));
				frame.resumeWrites();
			}
		}
		catch (IOException ex) {
			closeBroken(connection);
		}
	}

	private static void closeBroken(Channel connection) {
		IoUtils.safeClose(connection);
	}

	private static final class Frame extends Http2NoDataStreamSinkChannel {

		Frame(Http2Channel channel) {
			super(channel);
		}

		@Override
		protected SendFrameHeader createFrameHeader() {
			ByteBuffer buffer = ByteBuffer.allocate(FRAME_HEADER_LENGTH + PAYLOAD_LENGTH);
			buffer.putInt((PAYLOAD_LENGTH << 8) | Http2Channel.FRAME_TYPE_GOAWAY);
			buffer.put((byte) 0);
			buffer.putInt(0);
			buffer.putInt(MAX_STREAM_ID);
			buffer.putInt(Http2Channel.ERROR_NO_ERROR);
			buffer.flip();
			return new SendFrameHeader(new ImmediatePooledByteBuffer(buffer));
		}

	}

}
