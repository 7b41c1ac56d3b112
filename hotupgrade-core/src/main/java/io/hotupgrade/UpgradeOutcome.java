package io.hotupgrade;

/**
 * How an upgrade ended.
 *
 * @since 0.1.0
 */
public enum UpgradeOutcome {

	/** The successor serves alone. */
	SUCCEEDED,

	/** The successor failed before it had any traffic. */
	FAILED,

	/**
	 * The successor failed after it had taken traffic, and the predecessor took it back.
	 */
	ROLLED_BACK,

	/** Someone asked for the end of the upgrade. */
	ABORTED,

	/**
	 * The successor became ready in a rehearsal, and was ended without any traffic. A
	 * rehearsal that did not get there has {@link #FAILED} or was {@link #ABORTED}.
	 */
	REHEARSED

}
