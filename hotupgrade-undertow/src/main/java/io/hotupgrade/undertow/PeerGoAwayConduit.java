package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Keeps the client's GOAWAY frames from Undertow, which resets every open stream when it
 * gets one (up to 2.3.24 at least). A client means no such thing by it: it only opens no
 * more streams (RFC 9113, section 6.8), and some answer the server's GOAWAY with one of
 * their own.
 * <p>
 * It also tells which streams the client resets, which Undertow keeps to itself.
 * <p>
 * Sits between HTTP/2 and TLS and follows the lengths of the frames. Like all conduits it
 * is used by one thread at a time.
 */
final class PeerGoAwayConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {

	private static final int HEADER_LENGTH = 9;

	/** The first bytes of a frame's header: what it takes to know length and type. */
	private static final int LENGTH_AND_TYPE = 4;

	private static final int RST_STREAM = 3;

	private static final int GOAWAY = 7;

	/** Where in a frame's header the stream's id begins, which is its end. */
	private static final int STREAM = 5;

	private static final int NONE = 0;

	private final Listener listener;

	/** Bytes that are left of the current frame. */
	private long frameLeft;

	private boolean dropping;

	/** Bytes that are left before the end of the stream's id, if that is wanted. */
	private int idLeft;

	private int stream;

	/** The first bytes of a header that has not arrived far enough, most recent last. */
	private int held;

	private int heldCount = NONE;

	/**
	 * Creates a conduit.
	 * @param next what it reads from
	 * @param beforeFirstFrame bytes that come before the next frame begins
	 * @param listener learns what the client does
	 */
	PeerGoAwayConduit(StreamSourceConduit next, int beforeFirstFrame, Listener listener) {
		super(next);
		this.frameLeft = beforeFirstFrame;
		this.listener = listener;
	}

	/**
	 * Removes what must not be seen from bytes that follow those seen before.
	 * @param buffer where the bytes are
	 * @param start where they begin
	 * @param end where they end
	 * @return where those end that are left
	 */
	int filter(ByteBuffer buffer, int start, int end) {
		int from = start;
		int to = start;
		while (from < end) {
			if (this.frameLeft == 0 && !beginFrame(buffer, from, end)) {
				break;
			}
			int part = (int) Math.min(this.frameLeft, end - from);
			if (this.idLeft > 0) {
				readStream(buffer, from, part);
			}
			if (!this.dropping) {
				move(buffer, from, to, part);
				to += part;
			}
			from += part;
			this.frameLeft -= part;
			if (this.frameLeft == 0 && this.dropping) {
				this.dropping = false;
				this.listener.goAwayReceived();
			}
		}
		return to;
	}

	private boolean beginFrame(ByteBuffer buffer, int from, int end) {
		if (end - from < LENGTH_AND_TYPE) {
			for (int i = from; i < end; i++) {
				this.held = (this.held << Byte.SIZE) | Byte.toUnsignedInt(buffer.get(i));
				this.heldCount++;
			}
			return false;
		}
		int lengthAndType = 0;
		for (int i = 0; i < LENGTH_AND_TYPE; i++) {
			lengthAndType = (lengthAndType << Byte.SIZE) | Byte.toUnsignedInt(buffer.get(from + i));
		}
		this.frameLeft = HEADER_LENGTH + (lengthAndType >>> Byte.SIZE);
		int type = lengthAndType & 0xff;
		this.dropping = type == GOAWAY;
		this.idLeft = (type == RST_STREAM) ? HEADER_LENGTH : 0;
		return true;
	}

	private void readStream(ByteBuffer buffer, int from, int count) {
		for (int i = from; i < from + count && this.idLeft > 0; i++) {
			if (this.idLeft <= HEADER_LENGTH - STREAM) {
				this.stream = (this.stream << Byte.SIZE) | Byte.toUnsignedInt(buffer.get(i));
			}
			this.idLeft--;
			if (this.idLeft == 0) {
				// The highest bit is reserved (RFC 9113, section 4.1).
				this.listener.streamReset(this.stream & Integer.MAX_VALUE);
			}
		}
	}

	private static void move(ByteBuffer buffer, int from, int to, int count) {
		if (from != to) {
			buffer.put(to, buffer, from, count);
		}
	}

	@Override
	public int read(ByteBuffer dst) throws IOException {
		int start = dst.position();
		while (dst.remaining() > this.heldCount) {
			putHeld(dst);
			int count = this.next.read(dst);
			if (count < 0) {
				this.listener.ended();
			}
			if (count <= 0) {
				dst.position(start);
				return count;
			}
			this.held = 0;
			this.heldCount = NONE;
			dst.position(filter(dst, start, dst.position()));
			if (dst.position() > start) {
				return dst.position() - start;
			}
			// Zero would tell the caller that nothing has come, and TLS may hold more.
		}
		return 0;
	}

	private void putHeld(ByteBuffer dst) {
		for (int i = this.heldCount - 1; i >= 0; i--) {
			dst.put((byte) (this.held >> (i * Byte.SIZE)));
		}
	}

	@Override
	public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
		for (int i = offset; i < offset + length; i++) {
			if (dsts[i].hasRemaining()) {
				return read(dsts[i]);
			}
		}
		return 0;
	}

	@Override
	public long transferTo(long position, long count, FileChannel target) throws IOException {
		return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
	}

	@Override
	public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target) throws IOException {
		return Conduits.transfer(this, count, throughBuffer, target);
	}

	/**
	 * Learns what the client does. Called on the thread that reads.
	 */
	interface Listener {

		/** The client has sent a GOAWAY frame, which has been kept back. */
		void goAwayReceived();

		/**
		 * The client resets a stream. Undertow has not seen that yet.
		 * @param stream the stream's id
		 */
		void streamReset(int stream);

		/** Nothing comes any more. */
		void ended();

	}

}
