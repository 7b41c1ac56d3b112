package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Sends frames in order without making anybody wait: what the kernel has no room for,
 * because the peer does not read, is written by a thread that lives as long as there is
 * such a thing. Thread-safe.
 */
final class Outbox {

	/** Four of the largest frames; a peer that leaves as much unread is not well. */
	static final int MAX_BYTES = 4 * ControlCodec.DEFAULT_LIMIT;

	/** For what was sent before a close. */
	static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

	private static final Set<Outbox> WRITING = ConcurrentHashMap.newKeySet();

	private final ControlSocket socket;

	private final long peer;

	private final Duration timeout;

	private final Consumer<Throwable> onFailure;

	private final Deque<ByteBuffer> waiting = new ArrayDeque<>();

	private int waitingBytes;

	private boolean writing;

	private volatile boolean closed;

	private volatile long closedAt;

	private volatile CountDownLatch written = new CountDownLatch(0);

	private @Nullable Throwable failure;

	/**
	 * Creates an outbox that is empty.
	 * @param socket where to send
	 * @param peer the receiver's process id
	 * @param timeout how long the peer may leave a frame unread
	 * @param onFailure told when nothing can be sent any more
	 */
	Outbox(ControlSocket socket, long peer, Duration timeout, Consumer<Throwable> onFailure) {
		this.socket = socket;
		this.peer = peer;
		this.timeout = timeout;
		this.onFailure = onFailure;
	}

	/**
	 * Sends a frame as soon as those before it have been sent. Does not wait.
	 * @param frame the frame, which is the outbox's from now on
	 * @throws IOException if nothing can be sent any more, or too much waits already
	 */
	synchronized void send(ByteBuffer frame) throws IOException {
		if (this.failure != null) {
			throw new IOException(String.valueOf(this.failure.getMessage()), this.failure);
		}
		if (this.closed) {
			throw new IOException("the channel is closed");
		}
		try {
			if (!this.writing) {
				this.socket.writeNow(frame);
			}
			if (frame.hasRemaining()) {
				add(frame);
			}
		}
		catch (IOException | Error ex) {
			fail(ex);
			throw ex;
		}
	}

	/**
	 * Sends no more, and ends the connection: at once, or as soon as what was sent before
	 * is written, for which there is {@link #CLOSE_LIMIT}. Does not wait.
	 */
	synchronized void close() {
		if (!this.closed) {
			this.closedAt = System.nanoTime();
			this.closed = true;
		}
		if (!this.writing) {
			this.socket.shutdown();
		}
	}

	/**
	 * Waits until all outboxes of this process are empty, because it is about to exit.
	 * @param limit how long at most
	 */
	static void awaitAllWritten(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		try {
			for (Outbox outbox : WRITING) {
				outbox.written.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void add(ByteBuffer frame) throws IOException {
		if (this.waitingBytes + frame.remaining() > MAX_BYTES) {
			throw new IOException(
					"The peer has left %d bytes unread; it hangs or is stopped".formatted(this.waitingBytes));
		}
		this.waiting.add(frame);
		this.waitingBytes += frame.remaining();
		if (!this.writing) {
			startWriter();
		}
	}

	private void startWriter() throws IOException {
		CountDownLatch end = new CountDownLatch(1);
		Thread writer = new Thread(() -> writeAll(end), "hotupgrade-control-writer-" + this.peer);
		writer.setDaemon(true);
		try {
			writer.start();
		}
		catch (Error ex) {
			throw new IOException("It does not read, and no thread can be created that waits for it", ex);
		}
		this.writing = true;
		this.written = end;
		WRITING.add(this);
	}

	private void writeAll(CountDownLatch end) {
		try {
			for (ByteBuffer frame = next(); frame != null; frame = next()) {
				write(frame);
			}
		}
		catch (Throwable ex) {
			synchronized (this) {
				this.writing = false;
				fail(ex);
			}
		}
		finally {
			end.countDown();
		}
	}

	/** The frame to write; none if all are written, which is the end of the thread. */
	private synchronized @Nullable ByteBuffer next() {
		ByteBuffer frame = this.waiting.poll();
		if (frame != null) {
			this.waitingBytes -= frame.remaining();
			return frame;
		}
		this.writing = false;
		WRITING.remove(this);
		if (this.closed) {
			this.socket.shutdown();
		}
		return null;
	}

	private void write(ByteBuffer frame) throws IOException {
		long begun = System.nanoTime();
		while (frame.hasRemaining()) {
			this.socket.write(frame);
			if (frame.hasRemaining() && isTimeUp(begun)) {
				throw new IOException("The peer did not read a message within " + this.timeout.toMillis()
						+ " ms; it hangs or is stopped");
			}
		}
	}

	private boolean isTimeUp(long begun) {
		long now = System.nanoTime();
		return now - begun > this.timeout.toNanos() || this.closed && now - this.closedAt > CLOSE_LIMIT.toNanos();
	}

	/** The first failure is the cause of all others. */
	private void fail(Throwable ex) {
		if (this.failure == null) {
			this.failure = ex;
			this.waiting.clear();
			this.waitingBytes = 0;
			this.onFailure.accept(ex);
			this.socket.shutdown();
		}
		WRITING.remove(this);
	}

}
