package io.hotupgrade.autoconfigure.boot3;

import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.hotupgrade.autoconfigure.server.SessionFile;
import io.undertow.servlet.api.SessionPersistenceManager;
import io.undertow.servlet.api.SessionPersistenceManager.PersistentSession;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestartSessions}.
 */
class RestartSessionsTests {

	private static final Date LATER = new Date(Long.MAX_VALUE);

	private final TestStore store = new TestStore();

	private final AtomicBoolean succeeds = new AtomicBoolean();

	private final AtomicBoolean serves = new AtomicBoolean(true);

	private final RestartSessions sessions = new RestartSessions(this.store,
			new SessionFile(this.succeeds::get, this.serves::get));

	@Test
	void loadAfterARestartGivesWhatIsStored() {
		this.store.content.put("id", new PersistentSession(LATER, Map.of("user", "somebody")));
		PersistentSession loaded = load().get("id");
		assertThat(loaded.getExpiration()).isEqualTo(LATER);
		assertThat(loaded.getSessionData()).containsEntry("user", "somebody");
	}

	@Test
	void loadWhenThereIsAPredecessorDoesNotRead() {
		this.succeeds.set(true);
		this.store.content.put("id", new PersistentSession(LATER, Map.of()));
		assertThat(load()).isEmpty();
		assertThat(this.store.reads).isZero();
	}

	@Test
	void sessionsExpireWhereAPredecessorIsFoundLater() {
		this.store.content.put("id", new PersistentSession(LATER, Map.of()));
		PersistentSession loaded = load().get("id");
		this.succeeds.set(true);
		assertThat(loaded.getExpiration()).isEqualTo(new Date(0));
	}

	@Test
	void loadWhenNothingIsStoredIsEmpty() {
		this.store.content = null;
		assertThat(load()).isEmpty();
	}

	@Test
	void persistIsForTheInstanceThatServes() {
		Map<String, PersistentSession> mine = Map.of("id", new PersistentSession(LATER, Map.of()));
		this.serves.set(false);
		this.sessions.persistSessions("deployment", mine);
		assertThat(this.store.content).isEmpty();
		this.serves.set(true);
		this.sessions.persistSessions("deployment", mine);
		assertThat(this.store.content).isEqualTo(mine);
	}

	private Map<String, PersistentSession> load() {
		return this.sessions.loadSessionAttributes("deployment", getClass().getClassLoader());
	}

	private static final class TestStore implements SessionPersistenceManager {

		private Map<String, PersistentSession> content = new HashMap<>();

		private int reads;

		@Override
		public void persistSessions(String deploymentName, Map<String, PersistentSession> sessions) {
			this.content = sessions;
		}

		@Override
		public Map<String, PersistentSession> loadSessionAttributes(String deploymentName, ClassLoader classLoader) {
			this.reads++;
			return this.content;
		}

		@Override
		public void clear(String deploymentName) {
			this.content.clear();
		}

	}

}
