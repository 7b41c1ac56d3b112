package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.hotupgrade.internal.posix.PosixException;
import jnr.constants.platform.Errno;
import jnr.enxio.channels.NativeException;

/**
 * One end of a control connection. Messages may be sent from any thread; those received
 * are given to a {@link Handler} by a daemon thread of the channel's own. A peer that
 * says nothing holds that thread and nothing else. Whoever has a channel must
 * {@linkplain #start start} or {@linkplain #close() close} it.
 */
public final class ControlChannel implements AutoCloseable {

	/** How long a peer may leave a message unread before the channel is ended. */
	public static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

	private final ControlSocket socket;

	private final PeerCredentials peer;

	private final ControlCodec codec;

	private final Outbox outbox;

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	private boolean started;

	private volatile boolean closed;

	ControlChannel(ControlSocket socket, PeerCredentials peer, ControlCodec codec, Duration sendTimeout) {
		this.socket = socket;
		this.peer = peer;
		this.codec = codec;
		this.outbox = new Outbox(socket, peer.pid(), sendTimeout, this::cannotSend);
	}

	/**
	 * Connects to a server of this user.
	 * @param socket the server's socket file
	 * @return the channel, not started yet
	 * @throws IOException if the server cannot be reached within {@link #SEND_TIMEOUT},
	 * or belongs to another user
	 */
	public static ControlChannel connect(Path socket) throws IOException {
		return ControlConnector.forThisUser().connect(socket);
	}

	/**
	 * Begins to read.
	 * @param handler told of everything, always on the channel's own thread
	 * @throws IllegalStateException if the channel was started before
	 */
	public synchronized void start(Handler handler) {
		if (this.started) {
			throw new IllegalStateException("The control channel to process " + this.peer.pid() + " is started");
		}
		this.started = true;
		Thread reader = new Thread(() -> read(handler), "hotupgrade-control-reader-" + this.peer.pid());
		reader.setDaemon(true);
		try {
			reader.start();
		}
		catch (Error ex) {
			// No thread can be created, so nobody else will give the descriptor back.
			this.socket.release();
			throw ex;
		}
	}

	/**
	 * Sends a message, without waiting for a peer that does not read: where the kernel
	 * has no room, it is sent later, in its turn. If it is not read within
	 * {@link #SEND_TIMEOUT}, or too much is to be sent later already, the channel is
	 * ended, as after any other failure: what the peer sent before is received first.
	 * @param message the message
	 * @throws ControlProtocolException if the message is too large for a frame; nothing
	 * has been sent, and the channel goes on
	 * @throws IOException if the channel is closed or has failed, or the peer is gone
	 */
	public void send(ControlMessage message) throws IOException {
		ByteBuffer frame = this.codec.encode(message);
		try {
			this.outbox.send(frame);
		}
		catch (IOException ex) {
			throw new IOException("Cannot send " + message.getClass().getSimpleName() + " to process " + this.peer.pid()
					+ ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Waits until what this process has sent on any channel is with the kernel, or can no
	 * longer be sent: to be called before the process exits.
	 * @param limit how long at most
	 */
	public static void awaitSent(Duration limit) {
		Outbox.awaitAllWritten(limit);
	}

	/**
	 * Who is at the other end.
	 * @return the peer, whose user is always this process's own
	 */
	public PeerCredentials peer() {
		return this.peer;
	}

	/**
	 * The socket's descriptor, which stays this channel's.
	 * @return the descriptor, or -1 after the end
	 */
	public int descriptor() {
		return this.socket.descriptor();
	}

	/**
	 * Whether this side has ended the channel.
	 * @return {@code true} after {@link #close()}
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Ends the channel: at once, or where messages have still to be sent, a moment later.
	 * The handler is still told, without a cause, and hears of no further message. May be
	 * called from any thread, also the handler's, and more than once.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.outbox.close();
		if (!this.started) {
			this.socket.release();
		}
	}

	private void read(Handler handler) {
		try {
			FrameReader frames = new FrameReader(this.socket::read, this.codec);
			Optional<ControlMessage> message = frames.next();
			while (message.isPresent()) {
				if (!this.closed) {
					handler.received(this, message.get());
				}
				message = frames.next();
			}
		}
		catch (Throwable ex) {
			// Whatever it was, the handler waits to be told of the end.
			fail(ex);
		}
		finally {
			this.socket.release();
			handler.closed(this, Optional.ofNullable(this.failure.get()));
		}
	}

	private void cannotSend(Throwable cause) {
		if (!isEndOfPeer(cause)) {
			fail(cause);
		}
	}

	/** Keeps the first cause, and none of those that close() itself brings about. */
	private void fail(Throwable cause) {
		if (!this.closed) {
			this.failure.compareAndSet(null, cause);
		}
	}

	/**
	 * Whether a write failed because the peer has closed, of which the reader learns
	 * anyway, after the last messages.
	 */
	private static boolean isEndOfPeer(Throwable ex) {
		int errno = 0;
		if (ex instanceof NativeException nativeException) {
			errno = nativeException.getErrno().intValue();
		}
		else if (ex instanceof PosixException posixException) {
			errno = posixException.getErrno();
		}
		return errno == Errno.EPIPE.intValue() || errno == Errno.ECONNRESET.intValue();
	}

	/** What is told of a channel's life, one call at a time. */
	public interface Handler {

		/**
		 * A message has arrived. The next one is read after this returns; an exception
		 * ends the channel.
		 * @param channel the channel
		 * @param message the message
		 */
		void received(ControlChannel channel, ControlMessage message);

		/**
		 * The channel has ended; called exactly once for a started channel, and last.
		 * @param channel the channel
		 * @param cause what went wrong on this side, {@link ControlProtocolException} for
		 * a peer that sent garbage; empty if the peer closed or died, or after
		 * {@link ControlChannel#close()}
		 */
		void closed(ControlChannel channel, Optional<Throwable> cause);

	}

}
