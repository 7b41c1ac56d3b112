package io.hotupgrade.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.hotupgrade.sessions.TestSessions.Session;

/**
 * A container of sessions, as one of two instances in this process.
 */
final class TestSessions implements LocalSessions<Session>, AutoCloseable {

	static final int MAX_SIZE = 100_000;

	final SessionExchange exchange;

	final SharedSessions<Session> shared;

	/** What it takes to write a session. */
	volatile CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

	final Map<String, Session> sessions = new ConcurrentHashMap<>();

	TestSessions(Path directory) {
		this.exchange = new SessionExchange(() -> directory);
		this.shared = this.exchange.share(new SharingSettings(MAX_SIZE, Duration.ofSeconds(10)), this);
	}

	Session create(String id) {
		Session session = new Session(id);
		this.sessions.put(id, session);
		this.shared.created(session, id, 0);
		return session;
	}

	/** As a request that logs out. */
	void end(Session session) {
		this.sessions.remove(session.id, session);
		session.ended = true;
		this.shared.deleted(session, session.id);
	}

	/** A request that counts one more. */
	int count(String id) {
		Session session = this.shared.acquire(id);
		if (session == null) {
			throw new IllegalStateException("No session " + id);
		}
		try {
			return session.count();
		}
		finally {
			this.shared.release(session, id);
		}
	}

	@Override
	public SessionContent write(Session session) {
		this.writing.join();
		Map<String, byte[]> attributes = new LinkedHashMap<>();
		session.attributes.forEach((name, value) -> attributes.put(name, bytes(value)));
		return new SessionContent(1, 2, 3, false, attributes);
	}

	@Override
	public Session install(String id, SessionContent content) {
		Session session = new Session(id);
		content.attributes().forEach((name, value) -> change(session, name, value));
		this.sessions.put(id, session);
		return session;
	}

	@Override
	public void detach(Session session) {
		this.sessions.remove(session.id, session);
	}

	@Override
	public void expire(Session session) {
		end(session);
	}

	@Override
	public void change(Session session, String name, byte[] value) {
		if (value.length == 0) {
			session.attributes.remove(name);
		}
		else {
			session.attributes.put(name, object(value));
		}
	}

	@Override
	public void close() {
		this.exchange.close();
	}

	private static byte[] bytes(Object value) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static Object object(byte[] bytes) {
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
			return in.readObject();
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A session that counts.
	 */
	static final class Session {

		final String id;

		final Map<String, Object> attributes = new ConcurrentHashMap<>();

		volatile boolean ended;

		Session(String id) {
			this.id = id;
		}

		int count() {
			return (int) this.attributes.merge("count", 1, (before, one) -> (int) before + (int) one);
		}

	}

}
