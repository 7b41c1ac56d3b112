package io.hotupgrade.undertow;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.hotupgrade.sessions.AttributeCodec;
import io.hotupgrade.sessions.LocalSessions;
import io.hotupgrade.sessions.ObjectInput;
import io.hotupgrade.sessions.SessionAttributes;
import io.hotupgrade.sessions.SessionContent;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharedSessions;
import io.hotupgrade.sessions.SharingSettings;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.server.session.SessionListener;
import io.undertow.server.session.SessionListener.SessionDestroyedReason;
import io.undertow.server.session.SessionListeners;
import io.undertow.server.session.SessionManagerStatistics;
import io.undertow.servlet.api.Deployment;
import io.undertow.servlet.spec.HttpSessionImpl;
import io.undertow.util.AttachmentKey;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in memory, as Undertow keeps them, shared with the other instance of an
 * upgrade. Ids, cookies and listeners are Undertow's. A session that nobody uses any more
 * ends some seconds after its time.
 */
final class SharedSessionManager implements SharedSession.Keeper, LocalSessions<SharedSession> {

	private static final long EXPIRY_SECONDS = 10;

	/** What the request uses, until it is complete. */
	private static final AttachmentKey<SharedSession> USED = AttachmentKey.create(SharedSession.class);

	private final Deployment deployment;

	private final SessionExchange exchange;

	private final SharingSettings settings;

	private final AttributeCodec codec;

	private final SessionListeners listeners = new SessionListeners();

	private final Map<String, SharedSession> sessions = new ConcurrentHashMap<>();

	private volatile @Nullable SharedSessions<SharedSession> shared;

	private volatile @Nullable ScheduledExecutorService expiry;

	private volatile int defaultSeconds = (int) TimeUnit.MINUTES.toSeconds(30);

	SharedSessionManager(Deployment deployment, SessionExchange exchange, SharingSettings settings) {
		this.deployment = deployment;
		this.exchange = exchange;
		this.settings = settings;
		this.codec = exchange.codec(ObjectInput.of(deployment.getDeploymentInfo().getClassLoader()));
	}

	@Override
	public String getDeploymentName() {
		return this.deployment.getDeploymentInfo().getDeploymentName();
	}

	/**
	 * Begins to share: before the start, when it is looked whether anybody does.
	 */
	void share() {
		this.shared = this.exchange.share(this.settings, this);
	}

	@Override
	public void start() {
		if (this.shared == null) {
			share();
		}
		ScheduledExecutorService executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "hotupgrade-sessions-expiry");
			thread.setDaemon(true);
			return thread;
		});
		executor.scheduleWithFixedDelay(this::endExpired, EXPIRY_SECONDS, EXPIRY_SECONDS, TimeUnit.SECONDS);
		this.expiry = executor;
	}

	/** As Undertow does. */
	@Override
	public void stop() {
		ScheduledExecutorService executor = this.expiry;
		if (executor != null) {
			executor.shutdownNow();
		}
		this.sessions.values()
			.forEach((session) -> this.listeners.sessionDestroyed(session, null, SessionDestroyedReason.UNDEPLOY));
		this.sessions.clear();
		this.shared = null;
	}

	private void endExpired() {
		for (SharedSession session : this.sessions.values()) {
			if (session.hasExpired()) {
				session.end(null, SessionDestroyedReason.TIMEOUT);
			}
		}
	}

	private SharedSessions<SharedSession> shared() {
		return Objects.requireNonNull(this.shared, "The sessions are used before they are started");
	}

	/**
	 * Whether a session that is not here may be elsewhere.
	 */
	boolean isLinked() {
		return this.exchange.isLinked();
	}

	@Override
	public long now() {
		return System.currentTimeMillis();
	}

	@Override
	public SessionListeners listeners() {
		return this.listeners;
	}

	@Override
	public Session createSession(HttpServerExchange request, SessionConfig config) {
		String asked = config.findSessionId(request);
		String id = (asked != null) ? asked : newId();
		long now = now();
		SharedSession session = new SharedSession(this, new SessionAttributes(this.codec), id,
				new SessionContent(now, now, this.defaultSeconds, true, Map.of()));
		this.sessions.put(id, session);
		shared().created(session, id, 1);
		attach(request, session);
		config.setSessionId(request, id);
		this.listeners.sessionCreated(session, request);
		return session;
	}

	private String newId() {
		return this.deployment.getDeploymentInfo().getSessionIdGenerator().createSessionId();
	}

	@Override
	public @Nullable Session getSession(HttpServerExchange request, SessionConfig config) {
		SharedSession used = request.getAttachment(USED);
		if (used != null && !used.isInvalid()) {
			return used;
		}
		String id = config.findSessionId(request);
		SharedSession session = (id != null) ? shared().acquire(id) : null;
		if (session == null) {
			return null;
		}
		if (session.hasExpired()) {
			session.end(null, SessionDestroyedReason.TIMEOUT);
			return null;
		}
		session.enter();
		attach(request, session);
		return session;
	}

	/** It is pinned, and as of now the request sees to its release. */
	private void attach(HttpServerExchange request, SharedSession session) {
		if (request.putAttachment(USED, session) == null) {
			SharedSessions<SharedSession> all = shared();
			request.addExchangeCompleteListener((completed, next) -> {
				SharedSession used = completed.getAttachment(USED);
				all.release(used, used.getId());
				next.proceed();
			});
		}
	}

	@Override
	public void forget(SharedSession session, @Nullable HttpServerExchange request) {
		SharedSessions<SharedSession> all = this.shared;
		if (all != null) {
			all.deleted(session, session.getId());
		}
		this.sessions.remove(session.getId(), session);
		if (request != null) {
			this.deployment.getServletContext().getSessionConfig().clearSession(request, session.getId());
		}
	}

	@Override
	public void rename(SharedSession session, Consumer<String> rename) {
		String before = session.getId();
		int users = shared().deleted(session, before);
		this.sessions.remove(before, session);
		String after = newId();
		rename.accept(after);
		this.sessions.put(after, session);
		shared().created(session, after, users);
	}

	@Override
	public @Nullable Session getSession(@Nullable String id) {
		return (id != null) ? this.sessions.get(id) : null;
	}

	@Override
	public void registerSessionListener(SessionListener listener) {
		this.listeners.addSessionListener(listener);
	}

	@Override
	public void removeSessionListener(SessionListener listener) {
		this.listeners.removeSessionListener(listener);
	}

	@Override
	public void setDefaultSessionTimeout(int seconds) {
		this.defaultSeconds = seconds;
	}

	@Override
	public Set<String> getTransientSessions() {
		return getAllSessions();
	}

	@Override
	public Set<String> getActiveSessions() {
		return getAllSessions();
	}

	@Override
	public Set<String> getAllSessions() {
		return Set.copyOf(this.sessions.keySet());
	}

	/** There are none, which is allowed. */
	@Override
	public @Nullable SessionManagerStatistics getStatistics() {
		return null;
	}

	@Override
	public SessionContent write(SharedSession session) {
		return session.content();
	}

	@Override
	public SharedSession install(String id, SessionContent content) {
		SharedSession session = new SharedSession(this, new SessionAttributes(this.codec), id, content);
		this.sessions.put(id, session);
		return session;
	}

	@Override
	public void passivate(SharedSession session) {
		tell(session, HttpSessionActivationListener::sessionWillPassivate);
	}

	@Override
	public void activate(SharedSession session) {
		tell(session, HttpSessionActivationListener::sessionDidActivate);
	}

	@Override
	public void detach(SharedSession session) {
		this.sessions.remove(session.getId(), session);
	}

	private void tell(SharedSession session, BiConsumer<HttpSessionActivationListener, HttpSessionEvent> news) {
		for (Object value : session.attributes().values()) {
			if (value instanceof HttpSessionActivationListener listener) {
				news.accept(listener, new HttpSessionEvent(
						HttpSessionImpl.forSession(session, this.deployment.getServletContext(), false)));
			}
		}
	}

	@Override
	public void expire(SharedSession session) {
		session.end(null, SessionDestroyedReason.TIMEOUT);
	}

	@Override
	public void change(SharedSession session, String name, byte[] value) {
		session.change(name, value);
	}

}
