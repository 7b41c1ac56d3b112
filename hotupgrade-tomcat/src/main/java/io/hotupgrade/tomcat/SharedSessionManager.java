package io.hotupgrade.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

import io.hotupgrade.sessions.AttributeCodec;
import io.hotupgrade.sessions.LocalSessions;
import io.hotupgrade.sessions.SessionContent;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SharedSessions;
import io.hotupgrade.sessions.SharingSettings;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Session;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.session.StandardSession;
import org.apache.catalina.util.CustomObjectInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's own sessions, in memory, shared with the other instance of an upgrade. Ids,
 * cookies, listeners and expiry are Tomcat's.
 */
final class SharedSessionManager extends StandardManager implements LocalSessions<StandardSession> {

	private final SessionExchange exchange;

	private final SharingSettings settings;

	private final AttributeCodec codec;

	/**
	 * The session that a request on this thread has looked up. It is pinned already, as
	 * it might be gone before Tomcat says that the request uses it.
	 */
	private final ThreadLocal<SharedSession> found = new ThreadLocal<>();

	private volatile @Nullable SharedSessions<StandardSession> shared;

	SharedSessionManager(SessionExchange exchange, SharingSettings settings) {
		this.exchange = exchange;
		this.settings = settings;
		this.codec = exchange.codec(this::open);
		setPathname(null);
	}

	@Override
	protected void startInternal() throws LifecycleException {
		this.shared = this.exchange.share(this.settings, this);
		super.startInternal();
	}

	@Override
	protected SharedSession getNewSession() {
		return new SharedSession(this, this::pin, this::release);
	}

	@Override
	public @Nullable Session findSession(String id) throws IOException {
		SharedSession before = this.found.get();
		if (before != null && before.getIdInternal().equals(id)) {
			return before;
		}
		letGo();
		SharedSessions<StandardSession> all = this.shared;
		if (id == null || all == null || !this.exchange.isLinked()) {
			return super.findSession(id);
		}
		SharedSession session = (SharedSession) all.acquire(id);
		if (session != null) {
			this.found.set(session);
		}
		return session;
	}

	/**
	 * Whether a session that is not here may be elsewhere.
	 */
	boolean isLinked() {
		return this.exchange.isLinked();
	}

	/**
	 * The request on this thread does not use what it has looked up.
	 */
	void letGo() {
		SharedSession unused = this.found.get();
		if (unused != null) {
			this.found.remove();
			release(unused);
		}
	}

	private void pin(SharedSession session) {
		SharedSessions<StandardSession> all = this.shared;
		if (this.found.get() == session) {
			this.found.remove();
		}
		else if (all != null) {
			all.pin(session, session.getIdInternal());
		}
	}

	private void release(SharedSession session) {
		SharedSessions<StandardSession> all = this.shared;
		if (all != null) {
			all.release(session, session.getIdInternal());
		}
	}

	@Override
	public void add(Session session) {
		super.add(session);
		SharedSessions<StandardSession> all = this.shared;
		if (all != null && session instanceof SharedSession own) {
			all.created(own, own.getIdInternal(), own.takeUsers());
		}
	}

	@Override
	public void remove(Session session, boolean update) {
		SharedSessions<StandardSession> all = this.shared;
		if (all != null && session instanceof SharedSession own && own.getIdInternal() != null) {
			own.left(all.deleted(own, own.getIdInternal()));
			if (this.sessions.get(own.getIdInternal()) != own) {
				// It was given away, and may have come back as another one.
				return;
			}
		}
		super.remove(session, update);
	}

	@Override
	public SessionContent write(StandardSession session) {
		return ((SharedSession) session).content(this.codec);
	}

	@Override
	public StandardSession install(String id, SessionContent content) {
		SharedSession session = getNewSession();
		session.become(id, content, this.codec);
		this.sessions.put(id, session);
		session.activate();
		return session;
	}

	@Override
	public void detach(StandardSession session) {
		this.sessions.remove(session.getIdInternal(), session);
		session.passivate();
	}

	@Override
	public void expire(StandardSession session) {
		session.expire();
	}

	@Override
	public void change(StandardSession session, String name, byte[] value) {
		((SharedSession) session).change(name, value, this.codec);
	}

	/** As Tomcat opens a stream to read sessions that it has stored. */
	private ObjectInputStream open(InputStream in) throws IOException {
		return new CustomObjectInputStream(in, getContext().getLoader().getClassLoader(), getContext().getLogger(),
				getSessionAttributeValueClassNamePattern(), getWarnOnSessionAttributeFilterFailure());
	}

}
