package io.hotupgrade.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

import io.hotupgrade.sessions.AttributeCodec;
import io.hotupgrade.sessions.LocalSessions;
import io.hotupgrade.sessions.SessionAttributes;
import io.hotupgrade.sessions.SessionContent;
import io.hotupgrade.sessions.SessionExchange;
import io.hotupgrade.sessions.SessionLookup;
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

	private volatile @Nullable SharedSessions<StandardSession> shared;

	private volatile @Nullable SessionLookup<StandardSession> lookup;

	SharedSessionManager(SessionExchange exchange, SharingSettings settings) {
		this.exchange = exchange;
		this.settings = settings;
		this.codec = exchange.codec(this::open);
		setPathname(null);
	}

	@Override
	protected void startInternal() throws LifecycleException {
		SharedSessions<StandardSession> all = this.exchange.share(this.settings, this);
		this.lookup = new SessionLookup<>(all);
		this.shared = all;
		super.startInternal();
	}

	@Override
	protected SharedSession getNewSession() {
		return new SharedSession(this, new SessionAttributes(this.codec), this::pin, this::release);
	}

	@Override
	public @Nullable Session findSession(String id) throws IOException {
		SessionLookup<StandardSession> requests = this.lookup;
		if (id == null || requests == null || !this.exchange.isLinked()) {
			return super.findSession(id);
		}
		return requests.find(id);
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
		SessionLookup<StandardSession> requests = this.lookup;
		if (requests != null) {
			requests.letGo();
		}
	}

	private void pin(SharedSession session) {
		SharedSessions<StandardSession> all = this.shared;
		SessionLookup<StandardSession> requests = this.lookup;
		if (all != null && requests != null && !requests.take(session)) {
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
		return ((SharedSession) session).content();
	}

	@Override
	public StandardSession install(String id, SessionContent content) {
		SharedSession session = getNewSession();
		session.become(id, content);
		this.sessions.put(id, session);
		return session;
	}

	@Override
	public void passivate(StandardSession session) {
		session.passivate();
	}

	@Override
	public void activate(StandardSession session) {
		session.activate();
	}

	@Override
	public void detach(StandardSession session) {
		this.sessions.remove(session.getIdInternal(), session);
	}

	@Override
	public void expire(StandardSession session) {
		session.expire();
	}

	@Override
	public void change(StandardSession session, String name, byte[] value) {
		((SharedSession) session).change(name, value);
	}

	/** As Tomcat opens a stream to read sessions that it has stored. */
	private ObjectInputStream open(InputStream in) throws IOException {
		return new CustomObjectInputStream(in, getContext().getLoader().getClassLoader(), getContext().getLogger(),
				getSessionAttributeValueClassNamePattern(), getWarnOnSessionAttributeFilterFailure());
	}

}
