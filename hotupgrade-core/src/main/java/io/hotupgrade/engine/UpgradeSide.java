package io.hotupgrade.engine;

/**
 * One of the two instances of an upgrade, as far as anybody can ask it to do something
 * about the upgrade. Used on the engine's thread only.
 */
interface UpgradeSide {

	/**
	 * Lets the upgrade go on from the gate where it waits.
	 * @param step the gate's step; another has been left already
	 */
	void proceed(int step);

	/**
	 * Lets this instance's predecessor, or this instance if it is that, take all new
	 * connections back and end the successor.
	 */
	void abort();

}
