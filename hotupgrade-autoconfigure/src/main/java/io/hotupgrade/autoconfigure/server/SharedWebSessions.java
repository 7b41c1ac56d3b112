package io.hotupgrade.autoconfigure.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import io.hotupgrade.sessions.AttributeCodec;
import io.hotupgrade.sessions.LocalSessions;
import io.hotupgrade.sessions.ObjectInput;
import io.hotupgrade.sessions.SessionAttributes;
import io.hotupgrade.sessions.SessionContent;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SessionUnavailableException;
import io.hotupgrade.sessions.SharedSessions;
import io.hotupgrade.sessions.SharingSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionStore;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sessions of WebFlux in memory, as Spring keeps them, shared with the other instance of
 * an upgrade. Never keeps a thread waiting: who asks for a session that is in the other
 * instance goes on with an answer. Thread-safe.
 */
final class SharedWebSessions implements WebSessionStore, LocalSessions<SharedWebSession> {

	private static final Duration EXPIRY_PERIOD = Duration.ofSeconds(60);

	/** For a request that may go on anywhere but where an answer comes, under a lock. */
	static final Executor AWAY = (task) -> Schedulers.parallel().schedule(task);

	private final InMemoryWebSessionStore origin;

	private final ObjectProvider<WebSessionListener> listeners;

	private final AttributeCodec codec;

	private final Map<String, SharedWebSession> sessions = new ConcurrentHashMap<>();

	private final AtomicReference<Instant> expiredAt;

	private final SharedSessions<SharedWebSession> shared;

	/**
	 * Creates it, and begins to share.
	 * @param origin makes sessions, and has the settings
	 * @param listeners are told when sessions leave and come
	 * @param loader finds the application's classes
	 * @param exchange whom sessions are shared with
	 * @param settings how
	 */
	SharedWebSessions(InMemoryWebSessionStore origin, ObjectProvider<WebSessionListener> listeners, ClassLoader loader,
			SessionExchange exchange, SharingSettings settings) {
		this.origin = origin;
		this.listeners = listeners;
		this.codec = exchange.codec(ObjectInput.of(loader));
		this.expiredAt = new AtomicReference<>(now());
		this.shared = exchange.share(settings, this);
	}

	Instant now() {
		return this.origin.getClock().instant();
	}

	@Override
	public Mono<WebSession> createWebSession() {
		endExpired();
		return this.origin.createWebSession()
			.map((created) -> new SharedWebSession(this, new SessionAttributes(this.codec), created));
	}

	@Override
	public Mono<WebSession> retrieveSession(String id) {
		endExpired();
		return Mono.deferContextual((context) -> {
			WebSessionUse use = context.getOrDefault(WebSessionUse.class, null);
			CompletableFuture<Optional<SharedWebSession>> found = this.shared.acquireLater(id);
			if (found.isDone()) {
				return Mono.justOrEmpty(use(found.join(), use));
			}
			return Mono
				.fromFuture(found.thenApplyAsync((session) -> use(session, use), (use != null) ? use.executor() : AWAY),
						true)
				.<WebSession>flatMap(Mono::justOrEmpty)
				.onErrorMap(SessionUnavailableException.class, (ex) -> unavailable(ex, use));
		});
	}

	/** The session is pinned, and from here on the request sees to its release. */
	private Optional<WebSession> use(Optional<SharedWebSession> found, @Nullable WebSessionUse use) {
		if (found.isEmpty()) {
			return Optional.empty();
		}
		SharedWebSession session = found.get();
		Instant now = now();
		if (session.isExpiredAt(now)) {
			expire(session);
			return Optional.empty();
		}
		session.access(now);
		release(session, use);
		return Optional.of(session);
	}

	private void release(SharedWebSession session, @Nullable WebSessionUse use) {
		Runnable release = () -> this.shared.release(session, session.getId());
		if (use != null) {
			use.atEnd(release);
		}
		else {
			release.run();
		}
	}

	private static ResponseStatusException unavailable(SessionUnavailableException ex, @Nullable WebSessionUse use) {
		if (use != null) {
			use.retryAfter(SessionUnavailableException.RETRY_AFTER);
		}
		return new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage(), ex);
	}

	@Override
	public Mono<Void> removeSession(String id) {
		return Mono.fromRunnable(() -> {
			SharedWebSession session = this.sessions.get(id);
			if (session != null) {
				expire(session);
			}
		});
	}

	@Override
	public Mono<WebSession> updateLastAccessTime(WebSession session) {
		return Mono.fromSupplier(() -> {
			((SharedWebSession) session).access(now());
			return session;
		});
	}

	Mono<Void> save(SharedWebSession session) {
		return Mono.deferContextual((context) -> {
			if (session.hasEnded()) {
				return Mono.error(new IllegalStateException("Session was invalidated"));
			}
			if (session.isStarted() && session.begin()) {
				if (this.sessions.size() >= this.origin.getMaxSessions()) {
					return Mono.error(
							new IllegalStateException("Max sessions limit reached: " + this.origin.getMaxSessions()));
				}
				this.sessions.put(session.getId(), session);
				this.shared.created(session, session.getId(), 1);
				release(session, context.getOrDefault(WebSessionUse.class, null));
			}
			return Mono.empty();
		});
	}

	void rename(SharedWebSession session) {
		String before = session.getId();
		String after = UUID.randomUUID().toString();
		if (!session.hasBegun()) {
			session.rename(after);
			return;
		}
		int users = this.shared.deleted(session, before);
		this.sessions.remove(before, session);
		session.rename(after);
		this.sessions.put(after, session);
		this.shared.created(session, after, users);
	}

	private void endExpired() {
		Instant now = now();
		Instant before = this.expiredAt.get();
		if (before.plus(EXPIRY_PERIOD).isBefore(now) && this.expiredAt.compareAndSet(before, now)) {
			this.sessions.values().stream().filter((session) -> session.isExpiredAt(now)).forEach(this::expire);
		}
	}

	@Override
	public void expire(SharedWebSession session) {
		session.end();
		if (session.hasBegun()) {
			this.shared.deleted(session, session.getId());
			this.sessions.remove(session.getId(), session);
		}
	}

	@Override
	public SessionContent write(SharedWebSession session) {
		return session.content();
	}

	@Override
	public SharedWebSession install(String id, SessionContent content) {
		SharedWebSession session = new SharedWebSession(this, new SessionAttributes(this.codec), id, content);
		this.sessions.put(id, session);
		return session;
	}

	@Override
	public void passivate(SharedWebSession session) {
		this.listeners.forEach((listener) -> listener.willPassivate(session));
	}

	@Override
	public void activate(SharedWebSession session) {
		this.listeners.forEach((listener) -> listener.didActivate(session));
	}

	@Override
	public void detach(SharedWebSession session) {
		this.sessions.remove(session.getId(), session);
	}

	@Override
	public void change(SharedWebSession session, String name, byte[] value) {
		session.change(name, value);
	}

}
