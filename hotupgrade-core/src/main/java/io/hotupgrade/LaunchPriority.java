package io.hotupgrade;

/**
 * Who goes first on a CPU that both want while a successor starts.
 *
 * @since 0.1.0
 */
public enum LaunchPriority {

	/** Neither: the kernel shares the CPUs as it always does. */
	NORMAL,

	/**
	 * The instance that serves. The successor becomes its equal before the switch, and
	 * earlier if it has to wait for a CPU for more than half of the time. Needs no
	 * privilege.
	 */
	LOW

}
