package io.hotupgrade.autoconfigure.exclusive;

import java.time.Duration;

/**
 * One bean that cannot exist twice, and how it is let go of. Used by one thread at a
 * time.
 */
interface HeldResource {

	/**
	 * Lets go of it. Has no effect when it is not had.
	 * @param limit how long that may take
	 * @throws Exception if it may still be had
	 */
	void release(Duration limit) throws Exception;

	/**
	 * Has it again, as before {@link #release}.
	 * @throws Exception if that is not possible now
	 */
	void takeBack() throws Exception;

}
