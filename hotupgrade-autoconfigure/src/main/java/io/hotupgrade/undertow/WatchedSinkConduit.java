package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

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

	private final Runnable ended;

	WatchedSinkConduit(StreamSinkConduit next, Runnable ended) {
		super(next);
		this.ended = ended;
	}

	long bytes() {
		return this.bytes;
	}

	@Override
	public int write(ByteBuffer src) throws IOException {
		return (int) count(this.next.write(src));
	}

	@Override
	public long write(ByteBuffer[] srcs, int offs, int len) throws IOException {
		return count(this.next.write(srcs, offs, len));
	}

	@Override
	public int writeFinal(ByteBuffer src) throws IOException {
		return (int) count(this.next.writeFinal(src));
	}

	@Override
	public long writeFinal(ByteBuffer[] srcs, int offset, int length) throws IOException {
		return count(this.next.writeFinal(srcs, offset, length));
	}

	@Override
	public long transferFrom(FileChannel src, long position, long count) throws IOException {
		return count(this.next.transferFrom(src, position, count));
	}

	@Override
	public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer) throws IOException {
		return count(this.next.transferFrom(source, count, throughBuffer));
	}

	private long count(long written) {
		if (written > 0) {
			this.bytes += written;
		}
		return written;
	}

	@Override
	public void terminateWrites() throws IOException {
		this.next.terminateWrites();
		this.ended.run();
	}

}
