package io.hotupgrade.internal.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import jnr.constants.platform.Errno;
import jnr.enxio.channels.NativeException;

/**
 * One end of a control connection. Messages may be sent from any thread; those received
 * are given to a {@link Handler} by a daemon thread of the channel's own. A peer that
 * says nothing holds that thread and nothing else. Whoever has a channel must
 * {@linkplain #start start} or {@linkplain #close() close} it.
 */
public final class ControlChannel implements AutoCloseable {

	/** How long a peer may leave a message unread before {@link #send} gives up. */
	public static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

	private final ControlSocket socket;

	private final PeerCredentials peer;

	private final ControlCodec codec;

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	private boolean started;

	private volatile boolean closed;

	ControlChannel(ControlSocket socket, PeerCredentials peer, ControlCodec codec) {
		this.socket = socket;
		this.peer = peer;
		this.codec = codec;
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
	 * Sends a message. A call returns or fails within about {@link #SEND_TIMEOUT}, also
	 * where the peer does not read. A failure ends the channel, after what the peer sent
	 * before has been received, unless the message is just too large.
	 * @param message the message
	 * @throws ControlProtocolException if the message is too large for a frame; nothing
	 * has been sent
	 * @throws IOException if the channel is closed, the peer is gone, or does not read
	 */
	public void send(ControlMessage message) throws IOException {
		ByteBuffer frame = this.codec.encode(message);
		try {
			this.socket.write(frame);
		}
		catch (IOException ex) {
			if (!isEndOfPeer(ex)) {
				fail(ex);
			}
			this.socket.shutdown();
			throw new IOException("Cannot send " + message.getClass().getSimpleName() + " to process " + this.peer.pid()
					+ ": " + ex.getMessage(), ex);
		}
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
	 * Ends the channel at once; the handler is still told, without a cause. May be called
	 * from any thread, also the handler's, and more than once.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.socket.shutdown();
		if (!this.started) {
			this.socket.release();
		}
	}

	private void read(Handler handler) {
		try {
			FrameReader frames = new FrameReader(this.socket::read, this.codec);
			Optional<ControlMessage> message = frames.next();
			while (message.isPresent() && !this.closed) {
				handler.received(this, message.get());
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
	private static boolean isEndOfPeer(IOException ex) {
		return ex instanceof NativeException nativeException
				&& (nativeException.getErrno() == Errno.EPIPE || nativeException.getErrno() == Errno.ECONNRESET);
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
