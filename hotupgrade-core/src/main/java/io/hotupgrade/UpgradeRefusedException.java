package io.hotupgrade;

/**
 * Thrown when a request to begin, continue or abort an upgrade is refused. Nothing has
 * changed.
 *
 * @since 0.1.0
 */
public class UpgradeRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final RefusalReason reason;

	/**
	 * Creates the exception.
	 * @param reason the reason, for scripts
	 * @param message the reason and the remedy, for people
	 */
	public UpgradeRefusedException(RefusalReason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * The reason, for scripts.
	 * @return the reason
	 */
	public RefusalReason getReason() {
		return this.reason;
	}

}
