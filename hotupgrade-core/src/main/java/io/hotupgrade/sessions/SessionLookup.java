package io.hotupgrade.sessions;

import org.jspecify.annotations.Nullable;

/**
 * What requests look up before the application sees them: the session of each is pinned
 * already, as it might be gone before the container says that the request uses it. One
 * session for each thread, which runs one request at a time.
 *
 * @param <S> the container's session
 * @since 0.1.0
 */
public final class SessionLookup<S> {

	private final SharedSessions<S> sessions;

	private final ThreadLocal<Found<S>> found = new ThreadLocal<>();

	/**
	 * Creates it.
	 * @param sessions where to look
	 */
	public SessionLookup(SharedSessions<S> sessions) {
		this.sessions = sessions;
	}

	/**
	 * Looks a session up, unless this thread has just done that, and lets go of what the
	 * thread had looked up before.
	 * @param id the session's id
	 * @return the session; {@code null} if no instance has it
	 * @throws SessionUnavailableException as {@link SharedSessions#acquire}
	 */
	public @Nullable S find(String id) {
		Found<S> before = this.found.get();
		if (before != null && before.id.equals(id)) {
			return before.session;
		}
		letGo();
		S session = this.sessions.acquire(id);
		if (session != null) {
			this.found.set(new Found<>(id, session));
		}
		return session;
	}

	/**
	 * What this thread has looked up and nobody has taken.
	 * @return the session
	 */
	public @Nullable S found() {
		Found<S> current = this.found.get();
		return (current != null) ? current.session : null;
	}

	/**
	 * The request on this thread uses a session. Whoever takes it has to
	 * {@link SharedSessions#release} it.
	 * @param session the session
	 * @return whether this thread has looked it up, so that it is pinned
	 */
	public boolean take(S session) {
		Found<S> current = this.found.get();
		if (current == null || current.session != session) {
			return false;
		}
		this.found.remove();
		return true;
	}

	/**
	 * The request on this thread does not use what it has looked up, or has taken it.
	 */
	public void letGo() {
		Found<S> unused = this.found.get();
		if (unused != null) {
			this.found.remove();
			this.sessions.release(unused.session, unused.id);
		}
	}

	private record Found<S>(String id, S session) {

	}

}
