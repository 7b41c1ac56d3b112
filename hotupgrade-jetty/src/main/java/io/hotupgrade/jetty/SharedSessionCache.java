package io.hotupgrade.jetty;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import io.hotupgrade.sessions.AttributeCodec;
import io.hotupgrade.sessions.LocalSessions;
import io.hotupgrade.sessions.ObjectInput;
import io.hotupgrade.sessions.SessionAttributes;
import io.hotupgrade.sessions.SessionContent;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SessionLookup;
import io.hotupgrade.sessions.SharedSessions;
import io.hotupgrade.sessions.SharingSettings;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.session.AbstractSessionCache;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's own sessions, in memory, shared with the other instance of an upgrade. Ids,
 * cookies, listeners and expiry are Jetty's. Whether a session is here is what
 * {@link SharedSessions} says: of two with one id, Jetty's map has the one that is not
 * detached.
 */
final class SharedSessionCache extends AbstractSessionCache implements LocalSessions<SharedSession> {

	private final AbstractSessionManager manager;

	private final SessionExchange exchange;

	private final SharingSettings settings;

	private final AttributeCodec codec;

	private final ConcurrentMap<String, ManagedSession> sessions = new ConcurrentHashMap<>();

	private volatile @Nullable SharedSessions<SharedSession> shared;

	private volatile @Nullable SessionLookup<SharedSession> lookup;

	SharedSessionCache(AbstractSessionManager manager, SessionExchange exchange, SharingSettings settings) {
		super(manager);
		this.manager = manager;
		this.exchange = exchange;
		this.settings = settings;
		this.codec = exchange.codec((in) -> ObjectInput.of(manager.getContext().getClassLoader()).open(in));
		setSessionDataStore(new NullSessionDataStore());
	}

	@Override
	protected void doStart() throws Exception {
		super.doStart();
		SharedSessions<SharedSession> all = this.exchange.share(this.settings, this);
		this.lookup = new SessionLookup<>(all);
		this.shared = all;
	}

	private SharedSessions<SharedSession> shared() {
		return Objects.requireNonNull(this.shared, "The sessions are used before they are started");
	}

	/**
	 * What requests look up before Jetty does.
	 */
	SessionLookup<SharedSession> lookup() {
		return Objects.requireNonNull(this.lookup, "The sessions are used before they are started");
	}

	/**
	 * Whether a session that is not here may be elsewhere.
	 */
	boolean isLinked() {
		return this.exchange.isLinked();
	}

	/**
	 * A request uses a session: what it has looked up, or else what is here. Jetty asks
	 * without the worker's name.
	 */
	@Override
	public @Nullable ManagedSession get(String id) {
		SharedSession session = lookup().found();
		if (session == null || !session.getId().equals(id) || !lookup().take(session)) {
			SharedSession here = doGet(id);
			session = (here != null) ? shared().acquire(here.getExtendedId()) : null;
		}
		if (session != null) {
			session.enter();
		}
		return session;
	}

	@Override
	public void add(String id, ManagedSession session) throws Exception {
		super.add(id, session);
		shared().created((SharedSession) session, session.getExtendedId(), 1);
	}

	@Override
	public void release(ManagedSession session) throws Exception {
		SharedSession own = (SharedSession) session;
		if (!own.isDetached()) {
			super.release(session);
		}
		shared().release(own, own.getExtendedId());
	}

	/** Jetty uses it while it changes the id, and releases it afterwards. */
	@Override
	public @Nullable ManagedSession renewSessionId(String oldId, String newId, String oldExtendedId,
			String newExtendedId) throws Exception {
		ManagedSession session = super.renewSessionId(oldId, newId, oldExtendedId, newExtendedId);
		if (session != null) {
			shared().pin((SharedSession) session, session.getExtendedId());
		}
		return session;
	}

	@Override
	protected void renewSessionId(@Nullable ManagedSession session, String newId, String newExtendedId)
			throws Exception {
		if (session == null) {
			return;
		}
		SharedSession own = (SharedSession) session;
		int users = shared().deleted(own, own.getExtendedId());
		own.rename();
		super.renewSessionId(session, newId, newExtendedId);
		shared().created(own, own.getExtendedId(), users);
	}

	/** Before its listeners are told: it must not be given any more. */
	@Override
	public @Nullable ManagedSession delete(String id) throws Exception {
		SharedSession session = doGet(id);
		if (session != null) {
			shared().deleted(session, session.getExtendedId());
		}
		return super.delete(id);
	}

	/** One that was given away while requests used it is not found by its id. */
	private void ended(SharedSession session) {
		shared().deleted(session, session.getExtendedId());
	}

	@Override
	public SharedSession newSession(SessionData data) {
		return new SharedSession(this.manager, data, new SessionAttributes(this.codec), this::ended);
	}

	@Override
	public SessionContent write(SharedSession session) {
		return session.content();
	}

	@Override
	public SharedSession install(String id, SessionContent content) {
		String ownId = this.manager.getSessionIdManager().getId(id);
		long interval = (content.maxInactiveSeconds() > 0) ? content.maxInactiveSeconds() * 1000L : -1;
		SessionData data = getSessionDataStore().newSessionData(ownId, content.createdAt(), content.accessedAt(),
				content.accessedAt(), interval);
		data.setLastNode(this.manager.getSessionIdManager().getWorkerName());
		SharedSession session = newSession(data);
		session.become(id, content);
		this.sessions.put(ownId, session);
		session.schedule();
		return session;
	}

	@Override
	public void passivate(SharedSession session) {
		session.passivate();
	}

	@Override
	public void activate(SharedSession session) {
		session.activate();
	}

	@Override
	public void detach(SharedSession session) {
		session.detach();
		this.sessions.remove(session.getId(), session);
	}

	@Override
	public void expire(SharedSession session) {
		session.invalidate();
	}

	@Override
	public void change(SharedSession session, String name, byte[] value) {
		session.change(name, value);
	}

	@Override
	protected @Nullable SharedSession doGet(String id) {
		return (SharedSession) this.sessions.get(id);
	}

	/** Jetty does so at the end of each request, too. */
	@Override
	protected @Nullable Session doPutIfAbsent(String id, ManagedSession session) {
		Session before = this.sessions.putIfAbsent(id, session);
		if (((SharedSession) session).isDetached()) {
			this.sessions.remove(id, session);
		}
		return before;
	}

	@Override
	protected @Nullable ManagedSession doComputeIfAbsent(String id, Function<String, ManagedSession> creator) {
		return this.sessions.computeIfAbsent(id, creator);
	}

	@Override
	protected boolean doReplace(String id, ManagedSession before, ManagedSession after) {
		return this.sessions.replace(id, before, after);
	}

	@Override
	public @Nullable ManagedSession doDelete(String id) {
		return this.sessions.remove(id);
	}

	/** As Jetty does where there is no store: nothing is told of an end. */
	@Override
	public void shutdown() {
		this.sessions.values().forEach((session) -> session.setResident(false));
		this.sessions.clear();
	}

}
