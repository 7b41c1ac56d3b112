package io.hotupgrade.internal.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Cuts a stream into frames. Memory grows with what has arrived, not with what a length
 * announces.
 */
final class FrameReader {

	private static final int CHUNK = 8 * 1024;

	private final Source source;

	private final ControlCodec codec;

	FrameReader(Source source, ControlCodec codec) {
		this.source = source;
		this.codec = codec;
	}

	/**
	 * Waits for the next message.
	 * @return the message, or empty at the end of the stream
	 * @throws ControlProtocolException if the bytes are not a message
	 * @throws EOFException if the stream ends in the middle of a frame
	 * @throws IOException if reading fails
	 */
	Optional<ControlMessage> next() throws IOException {
		ByteBuffer header = ByteBuffer.allocate(Integer.BYTES);
		if (!fill(header)) {
			if (header.position() == 0) {
				return Optional.empty();
			}
			throw new EOFException("The stream ended in the middle of a frame's length");
		}
		int length = this.codec.requireWithinLimit(Integer.toUnsignedLong(header.flip().getInt()));
		return Optional.of(this.codec.decode(body(length)));
	}

	private ByteBuffer body(int length) throws IOException {
		ByteBuffer body = ByteBuffer.allocate(Math.min(length, CHUNK));
		while (fill(body) && body.capacity() < length) {
			body = ByteBuffer.allocate(Math.min(length, 2 * body.capacity())).put(body.flip());
		}
		if (body.position() < length) {
			throw new EOFException("The stream ended after " + body.position() + " of a frame's " + length + " bytes");
		}
		return body.flip();
	}

	/** Returns whether the stream had enough to fill the buffer. */
	private boolean fill(ByteBuffer buffer) throws IOException {
		while (buffer.hasRemaining()) {
			ByteBuffer chunk = buffer.slice(buffer.position(), Math.min(buffer.remaining(), CHUNK));
			int count = this.source.read(chunk);
			if (count < 0) {
				return false;
			}
			buffer.position(buffer.position() + count);
		}
		return true;
	}

	/** What the frames are read from. */
	interface Source {

		/**
		 * Reads what is there, waiting for the first byte.
		 * @param target where to put it
		 * @return the number of bytes, or -1 at the end of the stream
		 * @throws IOException if reading fails
		 */
		int read(ByteBuffer target) throws IOException;

	}

}
