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
 * Sits between HTTP/2 and TLS and follows the lengths of the frames. Like all conduits it
 * is used by one thread at a time.
 */
final class PeerGoAwayConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {

	private static final int HEADER_LENGTH = 9;

	/** The first bytes of a frame's header: what it takes to know length and type. */
	private static final int LENGTH_AND_TYPE = 4;

	private static final int GOAWAY = 7;

	private static final int NONE = 0;

	private final Runnable goAwayReceived;

	/** Bytes that are left of the current frame. */
	private long frameLeft;

	private boolean dropping;

	/** The first bytes of a header that has not arrived far enough, most recent last. */
	private int held;

	private int heldCount = NONE;

	/**
	 * Creates a conduit.
	 * @param next what it reads from
	 * @param beforeFirstFrame bytes that come before the next frame begins
	 * @param goAwayReceived called when a frame has been kept back
	 */
	PeerGoAwayConduit(StreamSourceConduit next, int beforeFirstFrame, Runnable goAwayReceived) {
		super(next);
		this.frameLeft = beforeFirstFrame;
		this.goAwayReceived = goAwayReceived;
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
			if (!this.dropping) {
				move(buffer, from, to, part);
				to += part;
			}
			from += part;
			this.frameLeft -= part;
			if (this.frameLeft == 0 && this.dropping) {
				this.dropping = false;
				this.goAwayReceived.run();
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
		this.dropping = (lengthAndType & 0xff) == GOAWAY;
		return true;
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

}
