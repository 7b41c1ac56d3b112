package io.hotupgrade.state;

import java.io.IOException;

/**
 * A state is larger than what is configured.
 */
final class StateTooLargeException extends IOException {

	private static final long serialVersionUID = 1L;

	StateTooLargeException(long maxSize) {
		super("It is larger than " + maxSize + " bytes; allow more with hotupgrade.state.max-size");
	}

}
