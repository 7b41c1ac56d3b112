package io.hotupgrade.engine;

/**
 * A peer on the control socket is not let in.
 */
final class PeerRefusedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String reason;

	PeerRefusedException(String reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Why, for programs.
	 */
	String getReason() {
		return this.reason;
	}

}
