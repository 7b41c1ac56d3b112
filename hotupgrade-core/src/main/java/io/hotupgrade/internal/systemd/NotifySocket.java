package io.hotupgrade.internal.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

import io.hotupgrade.internal.log.EngineLog;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The socket at which a service manager is told things: {@code $NOTIFY_SOCKET}. A message
 * is sent at once or kept until there is room for it, in the order of the calls; nothing
 * here waits, except the end of {@link #close()}. A failure is logged once and never
 * thrown. Not safe for use by several threads.
 */
public final class NotifySocket implements AutoCloseable {

	/** The environment variable that names it. */
	public static final String VARIABLE = "NOTIFY_SOCKET";

	private static final EngineLog logger = EngineLog.of(NotifySocket.class);

	/** Of what is kept for later; those before are outdated anyway. */
	private static final int MAX_PENDING = 64;

	private static final int LAST_WAIT_MILLIS = 1000;

	private final String name;

	private final Deque<NotifyMessage> pending = new ArrayDeque<>();

	private @Nullable UnixDatagramChannel channel;

	private @Nullable UnixSocketAddress address;

	private boolean failed;

	private boolean closed;

	private NotifySocket(String name) {
		this.name = name;
	}

	/**
	 * The socket that the service manager has given to this process, not opened yet.
	 * @param environment this process's environment
	 * @return the socket; empty if there is none, or one of another kind
	 */
	public static Optional<NotifySocket> of(Map<String, String> environment) {
		String name = environment.getOrDefault(VARIABLE, "");
		if (name.isEmpty()) {
			return Optional.empty();
		}
		if (!name.startsWith("/") && !name.startsWith("@")) {
			logger.warn("NOTIFY_SOCKET is '{}', which is neither a path nor an abstract name (@...): "
					+ "the service manager is told nothing", name);
			return Optional.empty();
		}
		return Optional.of(new NotifySocket(name));
	}

	/**
	 * Sends a message behind those that wait to be sent. The first call loads the native
	 * part.
	 * @param message the message
	 * @return whether nothing waits to be sent any more; otherwise {@link #flush()} has
	 * to be called a little later
	 */
	public boolean send(NotifyMessage message) {
		if (this.closed || !open()) {
			return true;
		}
		this.pending.add(message);
		if (this.pending.size() > MAX_PENDING) {
			this.pending.remove();
		}
		return flush();
	}

	/**
	 * Sends what waits to be sent, as far as there is room.
	 * @return whether nothing waits any more
	 */
	public boolean flush() {
		while (!this.closed && !this.pending.isEmpty()) {
			try {
				write(this.pending.element());
				this.pending.remove();
			}
			catch (IOException ex) {
				logger.debug("The service manager cannot be told at {}", this.name, ex);
				complain("has not read a message yet, and is told again: " + ex.getMessage());
				return false;
			}
		}
		return true;
	}

	/**
	 * Drops what waits to be sent: nobody reads it.
	 */
	public void giveUp() {
		this.pending.clear();
	}

	private void write(NotifyMessage message) throws IOException {
		byte[] bytes = message.toString().getBytes(StandardCharsets.UTF_8);
		this.channel.send(ByteBuffer.wrap(bytes), this.address);
	}

	private boolean open() {
		if (this.channel != null) {
			return true;
		}
		if (this.failed) {
			return false;
		}
		try {
			this.address = new UnixSocketAddress(this.name.startsWith("@") ? "\0" + this.name.substring(1) : this.name);
			UnixDatagramChannel opened = UnixDatagramChannel.open();
			opened.configureBlocking(false);
			this.channel = opened;
			return true;
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			complain("is told nothing, because the socket cannot be opened: " + ex);
			return false;
		}
	}

	private void complain(String problem) {
		if (!this.failed) {
			this.failed = true;
			logger.warn("The service manager at NOTIFY_SOCKET ({}) {}", this.name, problem);
		}
	}

	/**
	 * Closes the socket. Waits a moment for what is still to be sent.
	 */
	@Override
	public void close() {
		if (this.channel == null || this.closed) {
			this.closed = true;
			return;
		}
		try (UnixDatagramChannel last = this.channel) {
			if (!this.pending.isEmpty()) {
				last.configureBlocking(true);
				last.setOption(UnixSocketOptions.SO_SNDTIMEO, LAST_WAIT_MILLIS);
				flush();
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The last messages to the service manager were not sent", ex);
		}
		this.closed = true;
	}

}
