package io.hotupgrade;

import java.time.Duration;
import java.util.List;

/**
 * What an upgrade did with that which cannot exist twice, as the predecessor has counted
 * it.
 *
 * @param resources what was released, by the names of the beans; empty if nothing was
 * @param pause how long requests that need it were not served: until the successor had
 * taken over, and, where it did not keep it, until the successor's process was gone
 * @param held requests that had to wait
 * @param forwarded requests that the predecessor got, and the successor has served
 * @param refused requests that were refused with status 503
 * @since 0.1.0
 */
public record ExclusiveReceipt(List<String> resources, Duration pause, int held, int forwarded, int refused) {

	/** Where nothing was released. */
	public static final ExclusiveReceipt NONE = new ExclusiveReceipt(List.of(), Duration.ZERO, 0, 0, 0);

	public ExclusiveReceipt {
		resources = List.copyOf(resources);
	}

}
