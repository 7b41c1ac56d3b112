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
	 * The instance that serves. Before the switch the successor becomes its equal. Needs
	 * no privilege.
	 */
	LOW

}
