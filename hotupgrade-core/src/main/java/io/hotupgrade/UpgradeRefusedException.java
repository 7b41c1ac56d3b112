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

	private final String remedy;

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
		this(reason, value, message, "");
	}

	/**
	 * Creates the exception, whose message is made of the reason and the remedy.
	 * @param reason the reason, for scripts
	 * @param value what is wrong, such as a path or a number, or an empty string
	 * @param problem the reason, for people: a sentence without its end
	 * @param remedy what to do about it: a sentence without its end; empty if there is
	 * nothing to say, or {@code problem} says it
	 */
	public UpgradeRefusedException(RefusalReason reason, String value, String problem, String remedy) {
		super(remedy.isEmpty() ? problem : problem + ". " + remedy);
		this.reason = reason;
		this.value = value;
		this.remedy = remedy;
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

	/**
	 * What to do about it, with which the message ends.
	 * @return the remedy, for people; an empty string where there is none to tell apart
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
