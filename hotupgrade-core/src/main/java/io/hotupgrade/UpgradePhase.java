package io.hotupgrade;

/**
 * The states of an instance, in the order in which an upgrade passes through them.
 *
 * @since 0.1.0
 */
public enum UpgradePhase {

	/** No upgrade is under way. */
	SERVING,

	/**
	 * The start of the successor's process is prepared, where that is wanted. There is no
	 * such process yet.
	 */
	PREPARING,

	/** The successor's process was started and has not bound its listeners yet. */
	LAUNCHING,

	/** The successor listens, without traffic, and is not ready yet. */
	STARTING,

	/**
	 * New connections are being moved to the successor, step by step. The predecessor can
	 * take them back.
	 */
	SHIFTING,

	/**
	 * Every new connection goes to the successor; the predecessor can still take them
	 * back.
	 */
	PROBATION,

	/**
	 * The predecessor finishes what it has accepted, then exits. The point of no return.
	 */
	DRAINING;

	/**
	 * Whether every new connection goes to the successor in this phase.
	 * @return {@code true} from {@link #PROBATION} on
	 */
	public boolean isCommitted() {
		return compareTo(PROBATION) >= 0;
	}

}
