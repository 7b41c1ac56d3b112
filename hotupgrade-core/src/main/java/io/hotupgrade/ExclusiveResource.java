package io.hotupgrade;

import java.time.Duration;

/**
 * Something that only one process can have: a file that is locked, a port, a leadership.
 * In an upgrade the predecessor releases it before the successor's bean of this type is
 * created, and takes it back if the successor does not take over. Requests are held
 * meanwhile, and background work has stopped.
 * <p>
 * Methods are called one at a time, on a thread that may be blocked. What an instance has
 * after its start is its own affair: it takes the resource when the bean is created, or
 * later.
 *
 * @since 0.1.0
 */
public interface ExclusiveResource {

	/**
	 * Lets go of the resource: when the call returns, another process can have it.
	 * @param limit how long that may take
	 * @throws Exception if it cannot be let go of; the upgrade fails then
	 */
	void release(Duration limit) throws Exception;

	/**
	 * Takes the resource again after {@link #release}, also one that has failed. The
	 * other process is gone.
	 * @throws Exception if that is not possible now; it is tried again
	 */
	void takeBack() throws Exception;

}
