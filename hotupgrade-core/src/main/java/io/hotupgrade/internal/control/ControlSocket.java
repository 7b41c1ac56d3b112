package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import jnr.constants.platform.Errno;
import jnr.enxio.channels.NativeException;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;

/**
 * A connected stream socket: one thread reads, any may write, and no write lasts longer
 * than its time limit.
 */
final class ControlSocket {

	/**
	 * Bytes per system call. SO_SNDTIMEO bounds each wait of the kernel for room, and a
	 * large write waits many times; one of this size waits once.
	 */
	private static final int CHUNK = 8 * 1024;

	/** How long one system call may wait before the time limit is looked at again. */
	private static final Duration SEND_SLICE = Duration.ofMillis(200);

	private final UnixSocketChannel channel;

	private final GuardedDescriptor descriptor;

	private final Duration sendTimeout;

	private final Runnable onRelease;

	private final Object writing = new Object();

	/**
	 * Takes over a connected channel, which {@link #boundWaits} was called for.
	 * @param channel the channel
	 * @param sendTimeout the time limit of a write
	 * @param onRelease called once, when the descriptor is closed
	 */
	ControlSocket(UnixSocketChannel channel, Duration sendTimeout, Runnable onRelease) {
		this.channel = channel;
		this.descriptor = new GuardedDescriptor(channel);
		this.sendTimeout = sendTimeout;
		this.onRelease = onRelease;
	}

	/** Makes connects and writes of a channel return at intervals instead of waiting. */
	static void boundWaits(UnixSocketChannel channel) throws IOException {
		channel.setOption(UnixSocketOptions.SO_SNDTIMEO, (int) SEND_SLICE.toMillis());
	}

	/**
	 * Reads what is there, waiting for the first byte.
	 * @param target where to put it, with room for a byte at least
	 * @return the number of bytes, or -1 at the end of the stream
	 * @throws IOException if reading fails
	 */
	int read(ByteBuffer target) throws IOException {
		try {
			return this.channel.read(target);
		}
		catch (NativeException ex) {
			// The kernel reports this in place of the end of the stream to one whose
			// peer closed, or died, without having read everything.
			if (ex.getErrno() == Errno.ECONNRESET) {
				return -1;
			}
			throw ex;
		}
	}

	/**
	 * Writes all of a buffer. After a failure the stream is of no use any more.
	 * @param source the bytes
	 * @throws IOException if writing fails, or the peer does not read them in time
	 */
	void write(ByteBuffer source) throws IOException {
		synchronized (this.writing) {
			long deadline = System.nanoTime() + this.sendTimeout.toNanos();
			int end = source.limit();
			while (source.position() < end) {
				source.limit(Math.min(end, source.position() + CHUNK));
				writeSome(source);
				if (source.position() < end && System.nanoTime() - deadline > 0) {
					throw new IOException("The peer did not read a message within " + this.sendTimeout.toMillis()
							+ " ms; it hangs or is stopped");
				}
			}
		}
	}

	int descriptor() {
		return this.descriptor.number();
	}

	void shutdown() {
		this.descriptor.shutdown();
	}

	/** Closes the descriptor; called by the thread that reads, or where none does. */
	void release() {
		shutdown();
		synchronized (this.writing) {
			if (!this.descriptor.release()) {
				return;
			}
		}
		this.onRelease.run();
	}

	private void writeSome(ByteBuffer source) throws IOException {
		if (this.descriptor.number() == -1) {
			throw new IOException("the channel is closed");
		}
		this.channel.write(source);
	}

}
