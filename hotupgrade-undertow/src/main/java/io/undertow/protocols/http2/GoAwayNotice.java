package io.undertow.protocols.http2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;

import io.undertow.server.protocol.framed.SendFrameHeader;
import io.undertow.util.ImmediatePooledByteBuffer;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;

/**
 * The two GOAWAY frames with which a server leaves a connection gracefully (RFC 9113,
 * section 6.8): after the first the client shall open no more streams, but none is
 * refused yet, as some may be under way; the second tells which one was the last to be
 * processed, and ends the connection.
 * <p>
 * Undertow's own {@link Http2Channel#sendGoAway(int)} closes the connection's both sides
 * behind the frame, whatever is still running on it or arriving: a WINDOW_UPDATE for the
 * last response that finds the connection closed makes the kernel reset it, and the
 * client loses what it has not read yet. What it takes to send a frame is visible in this
 * package only.
 *
 * @since 0.1.0
 */
public final class GoAwayNotice {

	private static final int MAX_STREAM_ID = Integer.MAX_VALUE;

	private static final int PAYLOAD_LENGTH = 8;

	private static final int FRAME_HEADER_LENGTH = 9;

	private GoAwayNotice() {
	}

	/**
	 * Sends the first frame. To be called on the connection's I/O thread.
	 * @param connection the connection, which is closed if it turns out to be broken
	 */
	public static void send(Http2Channel connection) {
		send(connection, new Frame(connection, MAX_STREAM_ID, false));
	}

	/**
	 * Sends the second frame, and behind it the end of the connection's write side. To be
	 * called on the connection's I/O thread when no stream is open.
	 * @param connection the connection, which is closed if it turns out to be broken
	 * @param lastStream the last stream that was processed
	 */
	public static void sendLast(Http2Channel connection, int lastStream) {
		send(connection, new Frame(connection, lastStream, true));
	}

	private static void send(Http2Channel connection, Frame frame) {
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

		private final int lastStream;

		private final boolean last;

		Frame(Http2Channel channel, int lastStream, boolean last) {
			super(channel);
			this.lastStream = lastStream;
			this.last = last;
		}

		/** Makes Undertow end the write side behind the frame. */
		@Override
		protected boolean isLastFrame() {
			return this.last;
		}

		@Override
		protected SendFrameHeader createFrameHeader() {
			ByteBuffer buffer = ByteBuffer.allocate(FRAME_HEADER_LENGTH + PAYLOAD_LENGTH);
			buffer.putInt((PAYLOAD_LENGTH << 8) | Http2Channel.FRAME_TYPE_GOAWAY);
			buffer.put((byte) 0);
			buffer.putInt(0);
			buffer.putInt(this.lastStream);
			buffer.putInt(Http2Channel.ERROR_NO_ERROR);
			buffer.flip();
			return new SendFrameHeader(new ImmediatePooledByteBuffer(buffer));
		}

	}

}
