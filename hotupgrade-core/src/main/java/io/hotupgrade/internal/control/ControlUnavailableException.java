package io.hotupgrade.internal.control;

import java.io.IOException;

/**
 * The control socket cannot be used safely, or not at all. The message names the path,
 * what is wrong with it and what to do.
 */
public class ControlUnavailableException extends IOException {

	private static final long serialVersionUID = 1L;

	ControlUnavailableException(String message) {
		super(message);
	}

	ControlUnavailableException(String message, Throwable cause) {
		super(message, cause);
	}

}
