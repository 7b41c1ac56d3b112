package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.hotupgrade.internal.posix.FileDescriptors;
import jnr.constants.platform.Errno;
import jnr.enxio.channels.NativeException;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;

/**
 * A connected stream socket: one thread reads, any may write, and no write waits longer
 * than a moment.
 */
final class ControlSocket {

	/**
	 * Bytes per system call. SO_SNDTIMEO bounds each wait of the kernel for room, and a
	 * large write waits many times; one of this size waits once.
	 */
	private static final int CHUNK = 8 * 1024;

	/** How long one system call may wait before somebody looks at the time again. */
	private static final Duration SEND_SLICE = Duration.ofMillis(200);

	private final UnixSocketChannel channel;

	private final GuardedDescriptor descriptor;

	private final Runnable onRelease;

	private final Object writing = new Object();

	/**
	 * Takes over a connected channel, which {@link #boundWaits} was called for.
	 * @param channel the channel
	 * @param onRelease called once, when the descriptor is closed
	 */
	ControlSocket(UnixSocketChannel channel, Runnable onRelease) {
		this.channel = channel;
		this.descriptor = new GuardedDescriptor(channel);
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
	 * Writes some bytes, waiting for a moment if the peer has left no room for them.
	 * After a failure the stream is of no use any more.
	 * @param source the bytes, of which some or all may remain
	 * @throws IOException if writing fails
	 */
	void write(ByteBuffer source) throws IOException {
		synchronized (this.writing) {
			requireOpen();
			int end = source.limit();
			source.limit(Math.min(end, source.position() + CHUNK));
			try {
				this.channel.write(source);
			}
			finally {
				source.limit(end);
			}
		}
	}

	/**
	 * Writes the bytes that there is room for, without waiting. Not while another thread
	 * may be in {@link #write}.
	 * @param source the bytes, of which some or all may remain
	 * @throws IOException if writing fails
	 */
	void writeNow(ByteBuffer source) throws IOException {
		synchronized (this.writing) {
			requireOpen();
			int sent;
			do {
				sent = FileDescriptors.sendNow(this.descriptor.number(), source);
				source.position(source.position() + sent);
			}
			while (sent > 0 && source.hasRemaining());
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

	private void requireOpen() throws IOException {
		if (this.descriptor.number() == -1) {
			throw new IOException("the channel is closed");
		}
	}

}
