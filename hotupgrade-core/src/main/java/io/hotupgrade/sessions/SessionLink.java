package io.hotupgrade.sessions;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.internal.control.Invitation;
import io.hotupgrade.internal.control.SideDoor;
import io.hotupgrade.internal.log.EngineLog;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two instances that share sessions. Messages are received in the
 * order in which they were sent, on a thread that never waits for what is sent: with both
 * sides waiting for the other to read, neither would.
 */
final class SessionLink {

	private static final EngineLog logger = EngineLog.of(SessionLink.class);

	/** More than any session that may be configured to move; less than a mistake. */
	static final int MAX_FRAME = 1 << 28;

	private static final int READ_BYTES = 1 << 16;

	/**
	 * What may wait to be sent before those wait who have the time. Who asks for a
	 * session waits behind that and behind what is in the socket, so both are small: some
	 * dozens of usual sessions.
	 */
	private static final int ROOM = 1 << 15;

	private final SocketChannel channel;

	private final Events events;

	private final Deque<ByteBuffer> outbox = new ArrayDeque<>();

	private long waiting;

	private boolean closed;

	SessionLink(SocketChannel channel, Events events) {
		this.channel = channel;
		this.events = events;
	}

	private void keepSocketSmall() {
		try {
			this.channel.setOption(StandardSocketOptions.SO_SNDBUF, ROOM);
		}
		catch (IOException ex) {
			logger.debug("The connection for sessions keeps its large buffer", ex);
		}
	}

	/**
	 * Connects. Does not wait for a process that accepts no connection.
	 */
	static SessionLink connect(Invitation invitation, Events events) throws IOException {
		return new SessionLink(SideDoor.connect(invitation), events);
	}

	void start() {
		keepSocketSmall();
		daemon("hotupgrade-sessions-reader", this::read);
		daemon("hotupgrade-sessions-writer", this::write);
	}

	private static void daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	/** Sends a message behind those before it, and does not wait. */
	void send(SessionMessage message) {
		ByteBuffer frame = message.encode();
		synchronized (this.outbox) {
			if (this.closed) {
				return;
			}
			this.outbox.add(frame);
			this.waiting += frame.remaining();
			this.outbox.notifyAll();
		}
	}

	/**
	 * Waits until little is left to be sent.
	 * @param limit how long at most
	 * @return whether more can be sent
	 */
	boolean awaitRoom(Duration limit) {
		long until = System.nanoTime() + limit.toNanos();
		synchronized (this.outbox) {
			while (!this.closed && this.waiting > ROOM) {
				long left = until - System.nanoTime();
				if (left <= 0 || !await(left)) {
					return false;
				}
			}
			return !this.closed;
		}
	}

	private boolean await(long nanos) {
		try {
			TimeUnit.NANOSECONDS.timedWait(this.outbox, nanos);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	void close() {
		synchronized (this.outbox) {
			this.closed = true;
			this.outbox.notifyAll();
		}
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("The connection for sessions cannot be closed", ex);
		}
	}

	private void read() {
		try {
			ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES).flip();
			while (fill(buffer, Integer.BYTES)) {
				int length = buffer.getInt();
				if (length < 0 || length > MAX_FRAME) {
					throw new IOException("A message of " + length + " bytes is none");
				}
				this.events.received(this, SessionMessage.decode(frame(buffer, length)));
			}
		}
		catch (IOException ex) {
			logger.debug("The connection for sessions has ended", ex);
		}
		catch (RuntimeException | Error ex) {
			logger.error("The connection for sessions is given up", ex);
		}
		finally {
			close();
			this.events.ended(this);
		}
	}

	/** Returns whether there is as much, or the end. */
	private boolean fill(ByteBuffer buffer, int bytes) throws IOException {
		while (buffer.remaining() < bytes) {
			buffer.compact();
			int read = this.channel.read(buffer);
			buffer.flip();
			if (read < 0) {
				return false;
			}
		}
		return true;
	}

	private ByteBuffer frame(ByteBuffer buffer, int length) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(length);
		int there = Math.min(length, buffer.remaining());
		frame.put(buffer.slice(buffer.position(), there));
		buffer.position(buffer.position() + there);
		while (frame.hasRemaining()) {
			if (this.channel.read(frame) < 0) {
				throw new IOException("A message is cut off");
			}
		}
		return frame.flip();
	}

	private void write() {
		try {
			for (ByteBuffer frame = next(); frame != null; frame = next()) {
				while (frame.hasRemaining()) {
					this.channel.write(frame);
				}
				written(frame.limit());
			}
		}
		catch (IOException ex) {
			logger.debug("The connection for sessions cannot be written", ex);
			close();
		}
	}

	/** Returns the next frame; {@code null} if there is none any more. */
	private @Nullable ByteBuffer next() {
		synchronized (this.outbox) {
			while (this.outbox.isEmpty() && !this.closed) {
				await(Long.MAX_VALUE);
			}
			return this.closed ? null : this.outbox.poll();
		}
	}

	private void written(int bytes) {
		synchronized (this.outbox) {
			this.waiting -= bytes;
			this.outbox.notifyAll();
		}
	}

	/**
	 * Is told what comes, on the link's thread.
	 */
	interface Events {

		void received(SessionLink link, SessionMessage message);

		/** Nothing more comes. Called once. */
		void ended(SessionLink link);

	}

}
