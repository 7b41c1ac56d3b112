package io.hotupgrade.engine;

import java.util.List;

import io.hotupgrade.Preflight;

/**
 * Looks at something that keeps no upgrade from beginning.
 */
@FunctionalInterface
interface PreflightLook {

	/**
	 * Looks.
	 * @return a warning for each thing that people should know; what cannot be looked at
	 * is passed over
	 */
	List<Preflight.Finding> look();

}
