package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.BooleanSupplier;

import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * The lowest layer of a connection's write side, under TLS where there is any. Counts
 * bytes and tells when the end has been handed to the kernel, behind all that was
 * written.
 * <p>
 * Like all conduits it is used by one thread at a time.
 */
final class WatchedSinkConduit extends AbstractStreamSinkConduit<StreamSinkConduit> {

	private volatile long bytes;

	private volatile boolean failed;

	private volatile boolean orderly;

	private volatile boolean truncated;

	private final BooleanSupplier open;

	private final Runnable ended;

	/**
	 * Creates a conduit.
	 * @param next what it writes to
	 * @param open whether the connection is open. XNIO ends what is written also when a
	 * connection is closed, but afterwards
	 * @param ended called when the end has been handed to the kernel
	 */
	WatchedSinkConduit(StreamSinkConduit next, BooleanSupplier open, Runnable ended) {
		super(next);
		this.open = open;
		this.ended = ended;
	}

	long bytes() {
		return this.bytes;
	}

	/**
	 * Whether something could not be written, because the client has reset the connection
	 * or is out of reach.
	 * @return whether it could not
	 */
	boolean failed() {
		return this.failed;
	}

	/**
	 * Whether this side has ended the connection before all was written.
	 * @return whether it has
	 */
	boolean tornOff() {
		return this.truncated || !this.orderly && !this.open.getAsBoolean();
	}

	@Override
	public int write(ByteBuffer src) throws IOException {
		return (int) write(() -> this.next.write(src));
	}

	@Override
	public long write(ByteBuffer[] srcs, int offs, int len) throws IOException {
		return write(() -> this.next.write(srcs, offs, len));
	}

	@Override
	public int writeFinal(ByteBuffer src) throws IOException {
		return (int) write(() -> this.next.writeFinal(src));
	}

	@Override
	public long writeFinal(ByteBuffer[] srcs, int offset, int length) throws IOException {
		return write(() -> this.next.writeFinal(srcs, offset, length));
	}

	@Override
	public long transferFrom(FileChannel src, long position, long count) throws IOException {
		return write(() -> this.next.transferFrom(src, position, count));
	}

	@Override
	public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer) throws IOException {
		return count(this.next.transferFrom(source, count, throughBuffer));
	}

	private long write(Write write) throws IOException {
		try {
			return count(write.write());
		}
		catch (IOException ex) {
			this.failed = this.failed || ConnectionFailure.byClient(ex);
			throw ex;
		}
	}

	private long count(long written) {
		if (written > 0) {
			this.bytes += written;
		}
		return written;
	}

	@Override
	public void terminateWrites() throws IOException {
		this.orderly = this.orderly || this.open.getAsBoolean();
		this.next.terminateWrites();
		this.ended.run();
	}

	@Override
	public void truncateWrites() throws IOException {
		this.truncated = this.truncated || !this.orderly;
		this.next.truncateWrites();
	}

	@FunctionalInterface
	private interface Write {

		long write() throws IOException;

	}

}
