package io.hotupgrade.autoconfigure.metrics;

import java.util.EnumMap;
import java.util.Map;

import io.hotupgrade.SessionsReceipt;

/**
 * What can become of an HTTP session in an upgrade.
 */
enum SessionFate {

	/** The new instance has it. */
	MOVED,

	/** The old instance has got it back. */
	RETURNED,

	/** It was not given. */
	LEFT_BEHIND;

	/**
	 * Counts.
	 * @param receipt what became of all of them
	 * @return how many of each
	 */
	static Map<SessionFate, Integer> counts(SessionsReceipt receipt) {
		return new EnumMap<>(
				Map.of(MOVED, receipt.moved(), RETURNED, receipt.returned(), LEFT_BEHIND, receipt.leftBehind()));
	}

}
