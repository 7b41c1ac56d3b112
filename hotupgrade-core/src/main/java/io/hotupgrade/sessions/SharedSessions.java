package io.hotupgrade.sessions;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

import io.hotupgrade.internal.log.EngineLog;
import io.hotupgrade.sessions.SessionMessage.Kind;
import io.hotupgrade.sessions.Slot.Effect;
import io.hotupgrade.sessions.Slot.Step;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one container, shared with another instance while there is one. Does
 * what the rules in {@link Slot} say: for one id one thing after the other, and messages
 * in the order in which their reasons occur. Thread-safe.
 *
 * @param <S> the container's session
 * @since 0.1.0
 */
public final class SharedSessions<S> {

	private static final EngineLog logger = EngineLog.of(SharedSessions.class);

	/** For requests of the one instance that use a session which the other one wants. */
	private static final Duration PIN_LIMIT = Duration.ofSeconds(1);

	/** Longer than that, for a request that needs the session. */
	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

	private final Executor whenPinned = CompletableFuture.delayedExecutor(PIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);

	private final Executor whenUnanswered = CompletableFuture.delayedExecutor(ANSWER_LIMIT.toMillis(),
			TimeUnit.MILLISECONDS);

	private final SessionExchange exchange;

	private final SharingSettings settings;

	private final LocalSessions<S> local;

	private final PerId<Holding<S>> holdings = new PerId<>();

	/** Sessions that requests go on to use after they were given away. */
	private final Map<S, Stray> strays = Collections.synchronizedMap(new IdentityHashMap<>());

	SharedSessions(SessionExchange exchange, SharingSettings settings, LocalSessions<S> local) {
		this.exchange = exchange;
		this.settings = settings;
		this.local = local;
	}

	/**
	 * Gets a session for a request, from the other instance if need be, for which the
	 * calling thread waits. Whoever gets one must {@link #release} it.
	 * @param id its id
	 * @return the session; {@code null} if neither instance has one
	 * @throws SessionUnavailableException if the other instance may have it, and does not
	 * give it in time
	 */
	public @Nullable S acquire(String id) {
		Access<S> access = access(id);
		return (access.answer == null) ? access.session : await(id, access.answer);
	}

	/**
	 * The same without a thread that waits.
	 * @param id its id
	 * @return the session, if an instance has one, or a
	 * {@link SessionUnavailableException}. Where it is not there at once, it comes on a
	 * thread, and under a lock, which must not be kept: what depends on it has to be
	 * asynchronous
	 */
	public CompletableFuture<Optional<S>> acquireLater(String id) {
		Access<S> access = access(id);
		CompletableFuture<Optional<S>> answer = access.answer;
		if (answer == null) {
			return CompletableFuture.completedFuture(Optional.ofNullable(access.session));
		}
		CompletableFuture<Optional<S>> result = answer.copy();
		this.whenUnanswered.execute(() -> {
			if (!result.isDone()) {
				try {
					result.complete(giveUp(id, answer));
				}
				catch (SessionUnavailableException ex) {
					result.completeExceptionally(ex);
				}
			}
		});
		return result;
	}

	private Access<S> access(String id) {
		Access<S> access = new Access<>();
		SessionLink asked = this.exchange.link();
		this.holdings.compute(id, (known) -> access(id, known, access));
		if (access.answer != null && this.exchange.link() != asked) {
			// Nobody may have asked a link that has ended since.
			on(id, Slot::peerDied);
		}
		return access;
	}

	private @Nullable Holding<S> access(String id, @Nullable Holding<S> known, Access<S> access) {
		Holding<S> before = orUnknown(known);
		if (!before.slot.here() && this.exchange.link() == null) {
			return known;
		}
		Holding<S> after = perform(id, before, before.slot.access(this.exchange.nextNumber()));
		if (after.slot.waiting() > before.slot.waiting()) {
			access.answer = after.answer;
		}
		else {
			access.session = after.session;
		}
		return after;
	}

	private @Nullable S await(String id, CompletableFuture<Optional<S>> answer) {
		try {
			return answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS).orElse(null);
		}
		catch (TimeoutException | InterruptedException ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			return giveUp(id, answer).orElse(null);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	/** Does not wait any longer, unless the answer comes at the same time. */
	private Optional<S> giveUp(String id, CompletableFuture<Optional<S>> answer) {
		this.holdings.computeIfPresent(id,
				(known) -> (known.answer == answer) ? remember(perform(id, known, known.slot.gaveUp())) : known);
		if (answer.isDone()) {
			return answer.join();
		}
		throw new SessionUnavailableException(
				"The other instance has not given a session within " + ANSWER_LIMIT.toSeconds() + " s");
	}

	/**
	 * A request that has the session uses it once more, and will {@link #release} it once
	 * more.
	 * @param session the session
	 * @param id its id
	 */
	public void pin(S session, String id) {
		if (!onOwn(session, id, Slot::pinned)) {
			this.strays.computeIfPresent(session, (key, stray) -> stray.with(stray.pins + 1));
		}
	}

	/**
	 * A request does not use the session any more.
	 * @param session the session
	 * @param id its id, which may be another one by now
	 */
	public void release(S session, String id) {
		if (!onOwn(session, id, (slot) -> slot.released(this.exchange.nextNumber()))) {
			releaseStray(session);
		}
	}

	/**
	 * A session has come into being, or has got another id.
	 * @param session the session
	 * @param id its id
	 * @param users requests that use it already: what {@link #deleted} has returned for
	 * its former id
	 */
	public void created(S session, String id, int users) {
		this.holdings.compute(id, (known) -> {
			Holding<S> before = orUnknown(known);
			return perform(id, before.with(session), before.slot.created(users));
		});
	}

	/**
	 * A session has ended, or is about to get another id.
	 * @param session the session
	 * @param id its id
	 * @return how many requests use it
	 */
	public int deleted(S session, String id) {
		int[] users = new int[1];
		boolean own = onOwn(session, id, (slot) -> {
			users[0] = slot.pins();
			return slot.deleted();
		});
		Stray stray = own ? null : this.strays.remove(session);
		if (stray != null) {
			users[0] = stray.pins;
			endGiven(id);
		}
		return users[0];
	}

	/** A request has ended a session that it had before it was given away. */
	private void endGiven(String id) {
		Holding<S> holding = this.holdings.get(id);
		S back = (holding != null) ? holding.session : null;
		if (back != null) {
			this.local.expire(back);
		}
		else {
			on(id, Slot::deleted);
		}
	}

	SharingSettings settings() {
		return this.settings;
	}

	void received(SessionMessage message) {
		switch (message.kind()) {
			case ASK -> asked(message.id(), message.number());
			case GIVE -> given(message.id(), message.body());
			case NONE -> on(message.id(), (slot) -> slot.none(message.number()));
			case DELETED -> deletedThere(message.id());
			case LATE -> late(message.id(), message.body());
			default -> logger.debug("A message of another release is ignored");
		}
	}

	private void asked(String id, long question) {
		on(id, (slot) -> slot.asked(question, this.exchange.nextNumber()));
		Holding<S> holding = this.holdings.get(id);
		if (holding == null || !holding.slot.here()) {
			return;
		}
		if (holding.slot.wanted() != question) {
			// It cannot be given, or was created a moment ago.
			send(Kind.NONE, id, question);
		}
		else {
			this.whenPinned.execute(() -> on(id,
					(slot) -> (slot.wanted() == question) ? slot.forced(this.exchange.nextNumber()) : unchanged(slot)));
		}
	}

	private void given(String id, byte[] body) {
		this.holdings.compute(id, (known) -> {
			Holding<S> before = orUnknown(known);
			try {
				S session = install(id, body);
				// Before whoever waits for it goes on.
				this.exchange.tally().returned();
				return perform(id, before.with(session), before.slot.given());
			}
			catch (IOException | RuntimeException ex) {
				logger.warn("A session that the other instance has given cannot be used and is lost", ex);
				return remember(perform(id, before, before.slot.none(before.slot.question())));
			}
		});
		if (this.exchange.isLeaving()) {
			on(id, (slot) -> slot.left(this.exchange.nextNumber()));
		}
	}

	private S install(String id, byte[] body) throws IOException {
		S session = this.local.install(id, SessionContent.decode(body));
		this.local.activate(session);
		return session;
	}

	private void deletedThere(String id) {
		Holding<S> before = this.holdings.get(id);
		on(id, Slot::deletedThere);
		if (before != null && before.session != null) {
			// The application's listeners are called, which may use other sessions.
			this.local.expire(before.session);
		}
	}

	private void late(String id, byte[] body) {
		try {
			apply(id, LateChanges.decode(body));
		}
		catch (IOException ex) {
			logger.warn("Late changes of a session cannot be read and are lost", ex);
		}
	}

	/** Returns whether this instance has the session. */
	private boolean apply(String id, LateChanges changes) {
		boolean[] here = new boolean[1];
		this.holdings.computeIfPresent(id, (known) -> {
			S session = known.session;
			if (session != null) {
				here[0] = true;
				changes.applyTo(this.local.write(session).attributes(),
						(name, value) -> this.local.change(session, name, value));
			}
			return known;
		});
		return here[0];
	}

	private void releaseStray(S session) {
		Stray before = this.strays.get(session);
		Stray after = this.strays.computeIfPresent(session,
				(key, stray) -> (stray.pins > 1) ? stray.with(stray.pins - 1) : null);
		if (before == null || after != null) {
			return;
		}
		LateChanges changes = LateChanges.between(before.given, this.local.write(session).attributes());
		if (!changes.isEmpty() && !apply(before.id, changes)) {
			this.exchange.send(new SessionMessage(Kind.LATE, before.id, 0, changes.encode()));
		}
	}

	/** The other instance is gone. */
	void peerDied() {
		long copies = this.holdings.values().filter((holding) -> holding.slot.copy()).count();
		this.holdings.ids().forEach((id) -> on(id, Slot::peerDied));
		if (copies > 0) {
			logger.warn("The other instance is gone with {} sessions that this one had given to it; they go on as "
					+ "they were then", copies);
		}
	}

	/**
	 * Gives everything to the other instance, those last that requests use.
	 * @param until the {@link System#nanoTime()} at which to stop
	 */
	void leave(long until) {
		give((slot) -> slot.pins() == 0, until);
		give((slot) -> true, until);
	}

	private void give(Predicate<Slot> which, long until) {
		for (String id : this.holdings.ids()) {
			SessionLink to = this.exchange.link();
			long left = until - System.nanoTime();
			if (to == null || left <= 0 || !to.awaitRoom(Duration.ofNanos(left))) {
				return;
			}
			on(id, (slot) -> which.test(slot) ? slot.left(this.exchange.nextNumber()) : unchanged(slot));
		}
	}

	/** The ids of the sessions that this instance owns. */
	List<String> owned() {
		return this.holdings.ids().stream().filter((id) -> {
			Holding<S> holding = this.holdings.get(id);
			return holding != null && holding.slot.here();
		}).toList();
	}

	private void on(String id, Function<Slot, Step> event) {
		this.holdings.compute(id, (known) -> {
			Holding<S> before = orUnknown(known);
			return remember(perform(id, before, event.apply(before.slot)));
		});
	}

	/** Returns whether it is this session that the instance owns under the id. */
	private boolean onOwn(S session, String id, Function<Slot, Step> event) {
		boolean[] own = new boolean[1];
		this.holdings.computeIfPresent(id, (known) -> {
			own[0] = known.session == session;
			return own[0] ? remember(perform(id, known, event.apply(known.slot))) : known;
		});
		return own[0];
	}

	private Holding<S> perform(String id, Holding<S> before, Step step) {
		Holding<S> now = before.after(step.next());
		for (Effect effect : step.effects()) {
			switch (effect) {
				case GIVE, GIVE_IN_USE -> {
					byte[] given = give(id, before);
					if (given == null) {
						return keep(id, before);
					}
					now = now.gone(given);
				}
				case ASK -> send(Kind.ASK, id, step.next().question());
				case NONE -> send(Kind.NONE, id, step.answered());
				case DELETED -> send(Kind.DELETED, id, 0);
				case RESTORE -> now = restore(id, now);
				case GRANT, REFUSE -> now = now.answered();
				case EXPIRE -> {
					// Not while this id is being dealt with: see deletedThere.
				}
			}
		}
		return now.settled();
	}

	private byte @Nullable [] give(String id, Holding<S> before) {
		S session = before.session;
		SessionLink to = this.exchange.link();
		if (session == null || to == null) {
			return null;
		}
		this.local.passivate(session);
		SessionContent content = this.local.write(session);
		byte[] body = content.encode();
		if (body.length > this.settings.maxSize()) {
			this.local.activate(session);
			this.exchange.tally().leftBehind(id);
			return null;
		}
		this.local.detach(session);
		if (before.slot.pins() > 0) {
			this.strays.put(session, new Stray(id, before.slot.pins(), content.attributes()));
		}
		// Before whoever waits for it goes on.
		this.exchange.tally().moved();
		to.send(new SessionMessage(Kind.GIVE, id, 0, body));
		return body;
	}

	/** What cannot be given stays. */
	private Holding<S> keep(String id, Holding<S> before) {
		if (before.slot.wanted() != 0) {
			send(Kind.NONE, id, before.slot.wanted());
		}
		return perform(id, before, before.slot.peerDied());
	}

	private Holding<S> restore(String id, Holding<S> now) {
		try {
			return now.with(install(id, Objects.requireNonNull(now.copy)));
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The copy of a session cannot be used, and the session is lost", ex);
			return new Holding<>(Slot.UNKNOWN, null, null, now.answer);
		}
	}

	private void send(Kind kind, String id, long number) {
		this.exchange.send(new SessionMessage(kind, id, number));
	}

	private static Step unchanged(Slot slot) {
		return new Step(slot, List.of(), 0);
	}

	private Holding<S> orUnknown(@Nullable Holding<S> known) {
		return (known != null) ? known : new Holding<>(Slot.UNKNOWN, null, null, null);
	}

	private @Nullable Holding<S> remember(Holding<S> holding) {
		return holding.slot.isForgettable() ? null : holding;
	}

	/**
	 * What there is to an id.
	 *
	 * @param slot how it stands
	 * @param session the session, if it is here
	 * @param copy what was given away, as long as the other instance may die with it
	 * @param answer completed for those who wait; there while somebody does
	 */
	private record Holding<S>(Slot slot, @Nullable S session, byte @Nullable [] copy,
			@Nullable CompletableFuture<Optional<S>> answer) {

		Holding<S> with(S other) {
			return new Holding<>(this.slot, other, null, this.answer);
		}

		Holding<S> after(Slot next) {
			CompletableFuture<Optional<S>> awaited = (this.answer == null && next.waiting() > 0)
					? new CompletableFuture<>() : this.answer;
			return new Holding<>(next, next.here() ? this.session : null, this.copy, awaited);
		}

		/** When all is done that the slot's last step asks for. */
		Holding<S> settled() {
			return new Holding<>(this.slot, this.session, this.slot.copy() ? this.copy : null,
					(this.slot.waiting() > 0) ? this.answer : null);
		}

		Holding<S> gone(byte[] given) {
			return new Holding<>(this.slot, null, given, this.answer);
		}

		Holding<S> answered() {
			if (this.answer != null) {
				this.answer.complete(Optional.ofNullable(this.session));
			}
			return new Holding<>(this.slot, this.session, this.copy, null);
		}

	}

	/**
	 * A session that was given away while requests used it.
	 *
	 * @param id its id then
	 * @param pins how many still use it
	 * @param given its attributes, as they were given
	 */
	private record Stray(String id, int pins, Map<String, byte[]> given) {

		Stray with(int users) {
			return new Stray(this.id, users, this.given);
		}

	}

	/** What a request meets. */
	private static final class Access<S> {

		private @Nullable S session;

		private @Nullable CompletableFuture<Optional<S>> answer;

	}

}
