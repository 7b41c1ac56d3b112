package io.hotupgrade;

import java.time.Duration;

/**
 * How background work passes from one instance to the next.
 *
 * @param exclusive whether the predecessor stops its work at commit, so that the
 * successor can begin; otherwise it stops at the start of its drain
 * @param stopTimeout how long work that is under way may take to end before the next
 * instance begins without waiting for it
 * @since 0.1.0
 */
public record HandoverSettings(boolean exclusive, Duration stopTimeout) {

	/** Both instances work at the same time. */
	public static final HandoverSettings OVERLAP = new HandoverSettings(false, Duration.ofSeconds(30));

}
