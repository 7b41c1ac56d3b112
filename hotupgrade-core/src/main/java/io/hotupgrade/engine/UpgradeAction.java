package io.hotupgrade.engine;

/**
 * What {@link UpgradeStateMachine} wants done, in the order in which it says so.
 */
enum UpgradeAction {

	/** Prepare the start of the successor. */
	PREPARE,

	/** Make sure that this instance keeps all traffic, then start the successor. */
	LAUNCH,

	/** Check that the successor listens where this instance does, and nobody else. */
	CHECK_LISTENERS,

	/** Let the kernel send the next share of new connections to the successor. */
	SHIFT,

	/** Tell the successor that it serves, and begin to wait. */
	BEGIN_PROBATION,

	/** Let the kernel send new connections to this instance again. */
	TAKE_BACK,

	/** End the successor's process, gently first. */
	TERMINATE_SUCCESSOR,

	/** Write the upgrade into the history and forget about it. */
	CLOSE_RECORD,

	/** Begin to stop the application, which drains it. */
	LEAVE;

	/**
	 * Whether it has to be done whatever else has failed, since nothing else gets the
	 * upgrade to its end.
	 */
	boolean isIndispensable() {
		return this == TAKE_BACK || this == TERMINATE_SUCCESSOR || this == CLOSE_RECORD || this == LEAVE;
	}

}
