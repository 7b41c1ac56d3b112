package io.hotupgrade.benchmarks;

import io.hotupgrade.loadmeter.Target;

/**
 * A version that serves and can be replaced. Closing ends all its processes.
 */
interface Stage extends AutoCloseable {

	Target target();

	/**
	 * Replaces the old version by the new one.
	 * @return what happened, once the old one is gone; the new one may still be starting
	 * @throws IllegalStateException if that failed
	 */
	Change change() throws Exception;

	/** Does nothing the second time. */
	@Override
	void close();

}
