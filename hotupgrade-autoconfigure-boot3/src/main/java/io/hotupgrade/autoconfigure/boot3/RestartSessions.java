package io.hotupgrade.autoconfigure.boot3;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

import io.hotupgrade.autoconfigure.server.SessionFile;
import io.undertow.servlet.api.SessionPersistenceManager;

/**
 * A store of Undertow's sessions for restarts only.
 */
final class RestartSessions implements SessionPersistenceManager {

	private static final Date PAST = new Date(0);

	private final SessionPersistenceManager store;

	private final SessionFile file;

	RestartSessions(SessionPersistenceManager store, SessionFile file) {
		this.store = store;
		this.file = file;
	}

	@Override
	public void persistSessions(String deploymentName, Map<String, PersistentSession> sessions) {
		if (this.file.isReplaceable()) {
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
		Map<String, PersistentSession> stored = this.file.isUsable()
				? this.store.loadSessionAttributes(deploymentName, classLoader) : Map.of();
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
			return RestartSessions.this.file.isUsable() ? super.getExpiration() : PAST;
		}

	}

}
