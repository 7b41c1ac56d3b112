package io.hotupgrade;

/**
 * Is told how upgrades go, and their {@linkplain UpgradeRecord#isRehearsal() rehearsals}.
 * Called on the engine's only thread: an implementation must return at once and hand
 * longer work to a thread of its own. It may abort the upgrade, or begin the next one
 * when this one has ended. Exceptions are logged and change nothing.
 *
 * @since 0.1.0
 */
public interface UpgradeListener {

	/**
	 * The running upgrade has entered {@link UpgradeRecord#phase() another phase}. Told
	 * on both instances from the moment when the successor is connected.
	 * @param upgrade the upgrade
	 */
	default void phaseChanged(UpgradeRecord upgrade) {
	}

	/**
	 * The running upgrade has entered another {@linkplain UpgradeRecord.Progress#shift()
	 * step} of moving new connections to the successor. Told on both instances.
	 * @param upgrade the upgrade
	 */
	default void shifted(UpgradeRecord upgrade) {
	}

	/**
	 * The upgrade has ended. Told on the instance that serves on.
	 * @param upgrade the upgrade
	 */
	default void ended(UpgradeRecord upgrade) {
	}

}
