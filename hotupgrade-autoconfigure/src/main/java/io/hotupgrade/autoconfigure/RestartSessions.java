package io.hotupgrade.autoconfigure;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.undertow.servlet.api.SessionPersistenceManager;

/**
 * A store of sessions for restarts only. What it holds was left by whichever instance was
 * stopped last, and may be older than all that a predecessor's clients have done since,
 * such as to log out: a successor does not use it, and only the instance that serves
 * replaces it.
 */
final class RestartSessions implements SessionPersistenceManager {

	private static final Date PAST = new Date(0);

	private final SessionPersistenceManager store;

	private final BooleanSupplier succeeds;

	private final BooleanSupplier serves;

	RestartSessions(SessionPersistenceManager store, BooleanSupplier succeeds, BooleanSupplier serves) {
		this.store = store;
		this.succeeds = succeeds;
		this.serves = serves;
	}

	@Override
	public void persistSessions(String deploymentName, Map<String, PersistentSession> sessions) {
		if (this.serves.getAsBoolean()) {
			this.store.persistSessions(deploymentName, sessions);
		}
	}

	/**
	 * Is asked before the port is bound, when an instance may not know yet that it has a
	 * predecessor; so each session is decided on when a request comes with it.
	 */
	@Override
	public Map<String, PersistentSession> loadSessionAttributes(String deploymentName, ClassLoader classLoader) {
		Map<String, PersistentSession> sessions = new LinkedHashMap<>();
		Map<String, PersistentSession> stored = this.succeeds.getAsBoolean() ? Map.of()
				: this.store.loadSessionAttributes(deploymentName, classLoader);
		if (stored != null) {
			stored.forEach((id, session) -> sessions.put(id, new RestartSession(session)));
		}
		return sessions;
	}

	@Override
	public void clear(String deploymentName) {
		this.store.clear(deploymentName);
	}

	/**
	 * A session that has expired where there is a predecessor.
	 */
	private final class RestartSession extends PersistentSession {

		RestartSession(PersistentSession session) {
			super(session.getExpiration(), session.getSessionData());
		}

		@Override
		public Date getExpiration() {
			return RestartSessions.this.succeeds.getAsBoolean() ? PAST : super.getExpiration();
		}

	}

}
