package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.server.support.FieldByType;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.SuspendableReadChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.ReadReadyHandler;
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

	private static final int TLS_HANDSHAKE = 22;

	/** Mostly there is nothing, and a large buffer would cost more than the read. */
	private static final int SWALLOW_FIRST = 64;

	private static final int SWALLOW_MORE = 16 * 1024;

	private volatile int peeked = NONE;

	private volatile boolean arriving;

	private volatile long bytes;

	private volatile long lastRead = System.nanoTime();

	private volatile boolean tls;

	private volatile boolean swallowing;

	private final Runnable ended;

	/** Whether nothing but a proxy's header has been handed out. */
	private boolean untouched = true;

	private volatile @Nullable ReadReadyHandler reader;

	/**
	 * Creates a conduit.
	 * @param next what it reads from
	 * @param ended called when the end of the connection is read, or that the client has
	 * broken it off, before the reader knows. It may be this side that has closed it
	 */
	PeekingSourceConduit(StreamSourceConduit next, Runnable ended) {
		super(next);
		this.ended = ended;
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
	 * Bytes read so far.
	 * @return the number
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * When bytes were last read.
	 * @return a value of {@link System#nanoTime()}
	 */
	long lastRead() {
		return this.lastRead;
	}

	/**
	 * Whether the client began with a TLS handshake (RFC 8446, section 5.1).
	 * @return whether it did
	 */
	boolean tls() {
		return this.tls;
	}

	/**
	 * From now on throws away what arrives, because the connection has been ended. If it
	 * were left unread, the kernel would reset the connection at its close, and drop what
	 * the client has not read yet (RFC 9112, section 9.6).
	 */
	void swallow() {
		this.swallowing = true;
		this.peeked = NONE;
	}

	private int swallowOnce() throws IOException {
		int count = this.next.read(ByteBuffer.allocate(SWALLOW_FIRST));
		if (count == SWALLOW_FIRST) {
			count = this.next.read(ByteBuffer.allocate(SWALLOW_MORE));
		}
		return Math.min(count, 0);
	}

	/**
	 * Looks what comes next, without waiting. To be called while nobody else reads.
	 * @return what comes next
	 * @throws IOException if the connection is broken
	 */
	Next peek() throws IOException {
		if (this.peeked == NONE) {
			ByteBuffer buffer = ByteBuffer.allocate(1);
			int count = (int) watch(() -> this.next.read(buffer));
			if (count <= 0) {
				return (count == 0) ? Next.NOTHING : Next.END;
			}
			this.peeked = buffer.get(0) & 0xff;
			arrived(count);
		}
		return Next.BYTES;
	}

	@Override
	public int read(ByteBuffer dst) throws IOException {
		if (this.swallowing) {
			return swallowOnce();
		}
		int start = dst.position();
		int given = give(dst);
		int count = (given < 0) ? 0 : (int) watch(() -> this.next.read(dst));
		if (count > 0) {
			arrived(count);
		}
		if (this.untouched && dst.position() > start) {
			inspect(dst, start);
		}
		return (int) total(given, count);
	}

	@Override
	public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
		if (this.swallowing) {
			return swallowOnce();
		}
		int given = 0;
		for (int i = offset; i < offset + length && this.peeked != NONE; i++) {
			given += Math.max(give(dsts[i]), 0);
		}
		long count = (this.peeked != NONE) ? 0 : watch(() -> this.next.read(dsts, offset, length));
		if (count > 0) {
			arrived(count);
			this.untouched = false;
		}
		return total(given, count);
	}

	private long watch(Read read) throws IOException {
		try {
			long count = read.read();
			if (count < 0) {
				this.ended.run();
			}
			return count;
		}
		catch (IOException ex) {
			if (ConnectionFailure.byClient(ex)) {
				this.ended.run();
			}
			throw ex;
		}
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

	private static long total(int given, long read) {
		return (given > 0) ? given + Math.max(read, 0) : read;
	}

	/**
	 * Looks at what the connection begins with.
	 */
	private void inspect(ByteBuffer buffer, int start) {
		int first = start + ProxyHeader.length(buffer, start, buffer.position());
		if (first == buffer.position()) {
			this.arriving = false;
		}
		else {
			this.untouched = false;
			this.tls = buffer.get(first) == TLS_HANDSHAKE;
		}
	}

	private void arrived(long count) {
		this.arriving = true;
		this.bytes += count;
		this.lastRead = System.nanoTime();
	}

	/**
	 * The listener of the channel that reads from this conduit, which need not be the
	 * accepted one: Undertow puts another one over it for the addresses that a proxy
	 * tells.
	 * @return the listener, or {@code null} if none is known, as is the case under TLS
	 */
	@Nullable ChannelListener<?> readListener() {
		return (FieldByType.read(this.reader,
				SuspendableReadChannel.class) instanceof ConduitStreamSourceChannel channel) ? channel.getReadListener()
						: null;
	}

	@Override
	public void setReadReadyHandler(ReadReadyHandler handler) {
		this.reader = handler;
		this.next.setReadReadyHandler(handler);
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
			// going on, if reads are resumed already.
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

	@FunctionalInterface
	private interface Read {

		long read() throws IOException;

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
