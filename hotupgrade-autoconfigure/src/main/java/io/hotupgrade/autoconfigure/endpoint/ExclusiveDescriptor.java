package io.hotupgrade.autoconfigure.endpoint;

import java.util.List;

import io.hotupgrade.ExclusiveReceipt;

/**
 * What the endpoint tells of that which cannot exist twice.
 *
 * @param resources what was released, by the names of the beans; empty if nothing was
 * @param pauseMillis how long requests that need it were not served, in milliseconds
 * @param held requests that had to wait
 * @param forwarded requests that the predecessor got, and the successor has served
 * @param refused requests that were refused with status 503
 * @since 0.1.0
 */
public record ExclusiveDescriptor(List<String> resources, long pauseMillis, int held, int forwarded, int refused) {

	static ExclusiveDescriptor of(ExclusiveReceipt receipt) {
		return new ExclusiveDescriptor(receipt.resources(), receipt.pause().toMillis(), receipt.held(),
				receipt.forwarded(), receipt.refused());
	}

}
