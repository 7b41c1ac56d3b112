package io.hotupgrade.sessions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.internal.control.Invitation;
import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.sessions.SessionMessage.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How this instance shares sessions with the other one of an upgrade: whom it is
 * connected with, over a socket of its own, so that sessions never delay what the
 * instances have to say about the upgrade. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SessionExchange {

	private static final EngineLog logger = EngineLog.of(SessionExchange.class);

	/** For the other instance to have read the last session. */
	private static final Duration MIN_HEARD_LIMIT = Duration.ofSeconds(1);

	private final Callable<Path> directory;

	private final SessionTally tally = new SessionTally();

	private final AtomicLong numbers = new AtomicLong();

	private final SessionLink.Events events = new LinkEvents();

	private volatile @Nullable SharedSessions<?> shared;

	private volatile @Nullable SessionLink link;

	private volatile @Nullable CompletableFuture<Void> heard;

	private @Nullable SessionDoor door;

	private @Nullable Invitation invited;

	/**
	 * Creates it.
	 * @param directory tells the directory of the control socket
	 */
	public SessionExchange(Callable<Path> directory) {
		this.directory = directory;
	}

	/**
	 * Shares a container's sessions from now on, with whatever other instance there is.
	 * @param <S> the container's session
	 * @param settings how
	 * @param local the sessions
	 * @return the same, shared
	 */
	public synchronized <S> SharedSessions<S> share(SharingSettings settings, LocalSessions<S> local) {
		SharedSessions<S> all = new SharedSessions<>(this, settings, local);
		this.shared = all;
		if (this.invited != null) {
			join(this.invited);
		}
		return all;
	}

	/**
	 * Creates what a container writes and reads attributes with.
	 * @param input opens streams to read from
	 * @return a codec that counts what is lost
	 */
	public AttributeCodec codec(ObjectInput input) {
		return new AttributeCodec(input, () -> this.tally.unreadable(1));
	}

	/**
	 * Whether a container shares its sessions.
	 * @return {@code false} before {@link #share}
	 */
	public boolean isShared() {
		return this.shared != null;
	}

	/**
	 * How long an instance that leaves may take to give its sessions away, as this one is
	 * configured.
	 * @return the time; zero where sessions are not shared
	 */
	public Duration limit() {
		SharedSessions<?> all = this.shared;
		return (all != null) ? all.settings().timeout() : Duration.ZERO;
	}

	/**
	 * Whether there is another instance that may have sessions.
	 * @return {@code false} outside of upgrades
	 */
	public boolean isLinked() {
		return this.link != null;
	}

	/**
	 * Prepares for the next instance to share sessions. To be called once it is known.
	 * @return what to tell it; empty if this instance does not share sessions
	 */
	public synchronized Optional<Invitation> invite() {
		uninvite();
		this.tally.reset();
		if (this.shared == null) {
			return Optional.empty();
		}
		try {
			this.door = new SessionDoor(this.directory.call(), this.events, this::connected);
			return Optional.of(this.door.invitation());
		}
		catch (Exception ex) {
			logger.warn("Sessions are not shared with the next instance: {}", ex.toString());
			return Optional.empty();
		}
	}

	/**
	 * Does not wait for the next instance any longer.
	 */
	public synchronized void uninvite() {
		if (this.door != null) {
			this.door.close();
			this.door = null;
		}
	}

	/**
	 * The instance before this one shares sessions.
	 * @param invitation what it has told
	 */
	public synchronized void invited(Invitation invitation) {
		if (this.shared != null) {
			join(invitation);
		}
		else {
			this.invited = invitation;
		}
	}

	private void join(Invitation invitation) {
		this.invited = null;
		try {
			SessionLink to = SessionLink.connect(invitation, this.events);
			to.send(new SessionMessage(Kind.HELLO, invitation.key(), 1));
			connected(to);
			to.start();
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The sessions of the instance before this one do not come along, because it cannot be reached "
					+ "at {}: {}", invitation.socket(), ex.toString());
		}
	}

	private synchronized void connected(SessionLink to) {
		uninvite();
		SessionLink before = this.link;
		if (before != null) {
			ended(before);
			before.close();
		}
		this.tally.reset();
		this.link = to;
		logger.info("Sessions are shared with the other instance");
	}

	private synchronized void ended(SessionLink over) {
		SharedSessions<?> all = this.shared;
		if (this.link != over) {
			return;
		}
		CompletableFuture<Void> leaving = this.heard;
		if (leaving != null) {
			this.link = null;
			leaving.completeExceptionally(new IOException("The other instance is gone"));
		}
		else if (all != null) {
			// First of all what was given comes back: who finds no other instance would
			// begin anew. Those who have asked meanwhile get no other answer.
			all.peerDied();
			this.link = null;
			all.peerDied();
		}
	}

	/**
	 * Gives all sessions to the other instance, if there is one, and waits until it has
	 * them or the time is up. To be called when no more requests come to this one.
	 */
	public void leave() {
		SharedSessions<?> all = this.shared;
		SessionLink to = this.link;
		if (all == null || to == null) {
			return;
		}
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.heard = done;
		long until = System.nanoTime() + all.settings().timeout().toNanos();
		all.leave(until);
		to.send(new SessionMessage(Kind.LEFT, "", this.tally.unreadable()));
		try {
			long left = Math.max(until - System.nanoTime(), MIN_HEARD_LIMIT.toNanos());
			done.get(left, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("It is not sure that the other instance has got all sessions of this one: {}", ex.toString());
		}
		List<String> kept = all.owned();
		kept.forEach(this.tally::leftBehind);
		logger.info("Sessions: {}", this.tally.receipt());
		if (!kept.isEmpty()) {
			logger.warn("{} sessions are left behind and end with this instance: they are larger than "
					+ "hotupgrade.sessions.max-size, or hotupgrade.sessions.timeout was over", kept.size());
		}
		to.close();
	}

	/**
	 * What has become of sessions since the other instance is connected.
	 * @return the numbers
	 */
	public SessionsReceipt receipt() {
		return this.tally.receipt();
	}

	/**
	 * Ends the connection to the other instance.
	 */
	public synchronized void close() {
		uninvite();
		SessionLink last = this.link;
		if (last != null) {
			last.close();
		}
	}

	SessionTally tally() {
		return this.tally;
	}

	/**
	 * The connection to the other instance.
	 */
	@Nullable SessionLink link() {
		return this.link;
	}

	long nextNumber() {
		return this.numbers.incrementAndGet();
	}

	boolean isLeaving() {
		return this.heard != null;
	}

	void send(SessionMessage message) {
		SessionLink to = this.link;
		if (to != null) {
			to.send(message);
		}
	}

	private void received(SessionLink from, SessionMessage message) {
		SharedSessions<?> all = this.shared;
		if (from != this.link || all == null) {
			return;
		}
		switch (message.kind()) {
			case LEFT -> {
				this.tally.unreadable((int) message.number());
				from.send(new SessionMessage(Kind.LEFT_HEARD, "", this.tally.unreadable() - message.number()));
			}
			case LEFT_HEARD -> {
				this.tally.unreadable((int) message.number());
				CompletableFuture<Void> leaving = this.heard;
				if (leaving != null) {
					leaving.complete(null);
				}
			}
			default -> all.received(message);
		}
	}

	/**
	 * What comes over the connection.
	 */
	private final class LinkEvents implements SessionLink.Events {

		@Override
		public void received(SessionLink from, SessionMessage message) {
			SessionExchange.this.received(from, message);
		}

		@Override
		public void ended(SessionLink over) {
			SessionExchange.this.ended(over);
		}

	}

}
