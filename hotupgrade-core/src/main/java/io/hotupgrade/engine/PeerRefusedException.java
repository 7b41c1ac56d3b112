package io.hotupgrade.engine;

import io.hotupgrade.internal.control.PeerRefusal;

/**
 * A peer on the control socket is not let in.
 */
final class PeerRefusedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final PeerRefusal reason;

	PeerRefusedException(PeerRefusal reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Why, for programs.
	 */
	PeerRefusal getReason() {
		return this.reason;
	}

}
