package io.hotupgrade.autoconfigure.endpoint;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.SessionsReceipt;
import io.hotupgrade.StateReceipt;
import io.hotupgrade.UpgradeReceipt;

/**
 * What the endpoint tells of an upgrade's effect on open connections.
 *
 * @param connectionsAtCommit connections that the predecessor held at commit
 * @param requestsAtCommit requests in flight on them
 * @param acceptQueueAtCommit established connections that waited in the kernel for the
 * predecessor to accept them; it served them
 * @param connectionsCut connections closed by force at the drain's time limit
 * @param requestsCut requests in flight on those
 * @param cut the same by kind, such as {@code http1}; kinds without any are absent
 * @param commitMicros microseconds that it took to have the kernel send all new
 * connections to the successor
 * @param sessions what happened to HTTP sessions, where they are shared
 * @param state what happened to the application's state
 * @param exclusive what happened to that which cannot exist twice
 * @since 0.1.0
 */
public record ReceiptDescriptor(int connectionsAtCommit, int requestsAtCommit, int acceptQueueAtCommit,
		int connectionsCut, int requestsCut, Map<String, Integer> cut, long commitMicros, SessionsReceipt sessions,
		StateReceipt state, ExclusiveDescriptor exclusive) {

	static ReceiptDescriptor of(UpgradeReceipt receipt) {
		return new ReceiptDescriptor(receipt.connectionsAtCommit(), receipt.requestsAtCommit(),
				receipt.acceptQueueAtCommit(), receipt.connectionsCut(), receipt.requestsCut(),
				DrainDescriptor.byName(receipt.cut()), TimeUnit.NANOSECONDS.toMicros(receipt.commit().toNanos()),
				receipt.sessions(), receipt.state(), ExclusiveDescriptor.of(receipt.exclusive()));
	}

}
