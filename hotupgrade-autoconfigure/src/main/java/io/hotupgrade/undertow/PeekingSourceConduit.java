package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The lowest layer of a connection's read side, under TLS where there is any. Knows
 * whether bytes have arrived since the last request ended, and can look whether some wait
 * in the kernel. What it has to read for that, one byte, the next reader gets.
 * <p>
 * Like all conduits it is used by one thread at a time.
 */
final class PeekingSourceConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {

	private static final int NONE = -1;

	private volatile int peeked = NONE;

	private volatile boolean arriving;

	PeekingSourceConduit(StreamSourceConduit next) {
		super(next);
	}

	/**
	 * Whether bytes have arrived that do not belong to a request that has ended.
	 * @return {@code true} if a request may have begun to arrive
	 */
	boolean arriving() {
		return this.arriving;
	}

	/**
	 * Tells that all that was read so far belongs to requests that have ended.
	 * @param pipelined whether some of it was found to belong to the next request
	 */
	void settle(boolean pipelined) {
		this.arriving = pipelined || this.peeked != NONE;
	}

	/**
	 * Looks what comes next, without waiting. To be called while nobody else reads.
	 * @return what comes next
	 * @throws IOException if the connection is broken
	 */
	Next peek() throws IOException {
		if (this.peeked == NONE) {
			ByteBuffer buffer = ByteBuffer.allocate(1);
			int count = this.next.read(buffer);
			if (count <= 0) {
				return (count == 0) ? Next.NOTHING : Next.END;
			}
			this.peeked = buffer.get(0) & 0xff;
			this.arriving = true;
		}
		return Next.BYTES;
	}

	@Override
	public int read(ByteBuffer dst) throws IOException {
		int given = give(dst);
		return (int) count(given, (given < 0) ? 0 : this.next.read(dst));
	}

	@Override
	public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
		int given = 0;
		for (int i = offset; i < offset + length && this.peeked != NONE; i++) {
			given += Math.max(give(dsts[i]), 0);
		}
		return count(given, (this.peeked != NONE) ? 0 : this.next.read(dsts, offset, length));
	}

	/**
	 * Hands out the byte that was read ahead.
	 * @return 1, or 0 if there is none, or -1 if the buffer is full
	 */
	private int give(ByteBuffer dst) {
		if (this.peeked == NONE) {
			return 0;
		}
		if (!dst.hasRemaining()) {
			return -1;
		}
		dst.put((byte) this.peeked);
		this.peeked = NONE;
		return 1;
	}

	private long count(int given, long read) {
		if (given > 0) {
			return given + Math.max(read, 0);
		}
		if (read > 0) {
			this.arriving = true;
		}
		return read;
	}

	@Override
	public long transferTo(long position, long count, FileChannel target) throws IOException {
		return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
	}

	@Override
	public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target) throws IOException {
		return Conduits.transfer(this, count, throughBuffer, target);
	}

	@Override
	public void resumeReads() {
		if (this.peeked == NONE) {
			this.next.resumeReads();
		}
		else {
			wakeupReads();
		}
	}

	@Override
	public void wakeupReads() {
		XnioIoThread thread = this.next.getReadThread();
		if (Thread.currentThread() == thread) {
			this.next.wakeupReads();
		}
		else {
			// Called here, XNIO would queue the wake-up but not end a select that is
			// going
			// on, if reads are resumed already.
			thread.execute(this.next::wakeupReads);
		}
	}

	@Override
	public void awaitReadable() throws IOException {
		if (this.peeked == NONE) {
			this.next.awaitReadable();
		}
	}

	@Override
	public void awaitReadable(long time, TimeUnit timeUnit) throws IOException {
		if (this.peeked == NONE) {
			this.next.awaitReadable(time, timeUnit);
		}
	}

	/**
	 * What a reader would get.
	 */
	enum Next {

		/** Nothing yet. */
		NOTHING,

		/** Bytes. */
		BYTES,

		/** The end: the client has closed its side. */
		END

	}

}
