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

	private final String value;

	/**
	 * Creates the exception.
	 * @param reason the reason, for scripts
	 * @param message the reason and the remedy, for people
	 */
	public UpgradeRefusedException(RefusalReason reason, String message) {
		this(reason, "", message);
	}

	/**
	 * Creates the exception.
	 * @param reason the reason, for scripts
	 * @param value what is wrong, such as a path or a number
	 * @param message the reason and the remedy, for people
	 */
	public UpgradeRefusedException(RefusalReason reason, String value, String message) {
		super(message);
		this.reason = reason;
		this.value = value;
	}

	/**
	 * The reason, for scripts.
	 * @return the reason
	 */
	public RefusalReason getReason() {
		return this.reason;
	}

	/**
	 * What is wrong, such as a path or a number.
	 * @return the value, or an empty string where it is no single one
	 */
	public String getValue() {
		return this.value;
	}

}
