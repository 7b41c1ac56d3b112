package io.hotupgrade.internal.prepare;

/**
 * A start could not be prepared. The message says why, for people, and the start from the
 * jar is not touched by it.
 */
public final class PreparationException extends Exception {

	private static final long serialVersionUID = 1L;

	PreparationException(String message) {
		super(message);
	}

	PreparationException(String message, Throwable cause) {
		super(message, cause);
	}

}
