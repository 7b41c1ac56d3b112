package io.hotupgrade.autoconfigure.metrics;

import java.util.EnumMap;
import java.util.Map;

import io.hotupgrade.StateReceipt;

/**
 * What can become of a state of the application in an upgrade.
 */
enum StateFate {

	/** The new instance has read it. */
	HANDED_OVER,

	/** The old instance has got it back. */
	RETURNED,

	/** The new instance does not know it. */
	IGNORED,

	/** It could not be written or read. */
	FAILED;

	/**
	 * Counts.
	 * @param receipt what became of all of them
	 * @return how many of each
	 */
	static Map<StateFate, Integer> counts(StateReceipt receipt) {
		return new EnumMap<>(Map.of(HANDED_OVER, receipt.handedOver(), RETURNED, receipt.returned(), IGNORED,
				receipt.ignored(), FAILED, receipt.failed()));
	}

}
