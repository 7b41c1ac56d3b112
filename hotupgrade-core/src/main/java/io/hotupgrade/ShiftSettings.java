package io.hotupgrade;

/**
 * How new connections are moved to the successor, and watched while they are.
 *
 * @param plan the steps
 * @param guard when the successor is worse than its predecessor
 * @since 0.1.0
 */
public record ShiftSettings(ShiftPlan plan, GuardSettings guard) {

	/** As without configuration. */
	public static final ShiftSettings DEFAULTS = new ShiftSettings(ShiftPlan.AUTO, GuardSettings.DEFAULTS);

	/**
	 * Whether both instances have to measure their requests.
	 * @return whether anything is decided by them
	 */
	public boolean measures() {
		return this.guard.enabled() || this.plan.isAuto();
	}

}
