package io.hotupgrade.internal.warmup;

import java.time.Duration;
import java.util.List;

import io.hotupgrade.WarmUpReport;

/**
 * One part of a warm-up under way.
 */
interface PartWork {

	/**
	 * What is to be done, all at once and each on a thread of its own.
	 * @param client sends requests
	 */
	List<Runnable> workers(LoopbackClient client);

	/**
	 * How long it may take; then the next part begins.
	 */
	Duration limit();

	/**
	 * Nothing more is to be begun, and what ends from now on in whatever way is no
	 * failure. May be called from any thread.
	 */
	void end();

	/**
	 * What was asked so far.
	 */
	List<WarmUpReport.Requests> report();

}
