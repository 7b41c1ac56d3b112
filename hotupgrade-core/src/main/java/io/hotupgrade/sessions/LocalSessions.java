package io.hotupgrade.sessions;

/**
 * The sessions of a server's container, as the one who moves them sees them.
 * Implementations are thread-safe, and do not call back into {@link SharedSessions}
 * unless said otherwise. No method is called while a request uses the session, but where
 * a request has used it for too long.
 *
 * @param <S> the container's session
 * @since 0.1.0
 */
public interface LocalSessions<S> {

	/**
	 * Writes a session.
	 * @param session the session
	 * @return what it consists of, without the attributes that cannot be written
	 */
	SessionContent write(S session);

	/**
	 * Makes a session known that another instance has given. Attributes that cannot be
	 * read are kept as they are, for {@link #write}.
	 * @param id its id
	 * @param content what it consists of
	 * @return the session
	 */
	S install(String id, SessionContent content);

	/**
	 * Tells attributes that want to know it that their session is about to be given to
	 * another instance.
	 * @param session the session
	 */
	default void passivate(S session) {
	}

	/**
	 * Tells the same that their session has come, or was not given.
	 * @param session the session
	 */
	default void activate(S session) {
	}

	/**
	 * Forgets a session that another instance has now, without telling the application
	 * that it ends. Requests may go on to use it.
	 * @param session the session
	 */
	void detach(S session);

	/**
	 * Ends a session as if it had expired. May call back.
	 * @param session the session
	 */
	void expire(S session);

	/**
	 * Changes an attribute.
	 * @param session the session
	 * @param name name of the attribute
	 * @param value the value as {@link #write} writes it; empty to remove it
	 */
	void change(S session, String name, byte[] value);

}
