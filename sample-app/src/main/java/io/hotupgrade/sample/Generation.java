package io.hotupgrade.sample;

/**
 * Tells how many upgrades came before this process.
 */
interface Generation {

	/**
	 * The generation.
	 * @return 0 for the first instance and wherever the starter is absent
	 */
	int current();

}
