package io.hotupgrade.sessions;

/**
 * The other instance has, or may have, a session and does not give it in time. A new
 * session must not take its place.
 *
 * @since 0.1.0
 */
public final class SessionUnavailableException extends IllegalStateException {

	/**
	 * The value of {@code Retry-After} in the response to the request, which has status
	 * 503.
	 */
	public static final String RETRY_AFTER = "1";

	private static final long serialVersionUID = 1L;

	SessionUnavailableException(String message) {
		super(message);
	}

}
