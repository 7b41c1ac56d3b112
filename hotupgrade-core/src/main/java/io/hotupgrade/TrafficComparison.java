package io.hotupgrade;

import java.time.Duration;
import java.util.List;

/**
 * What predecessor and successor have made of their requests. Those to the successor are
 * cut into windows, one after the other without a gap, each as long as it takes to get a
 * sample, and at least a second.
 *
 * @param predecessor the predecessor's requests since the upgrade was asked for
 * @param windows the windows, oldest first; never empty. Only the last sixty are kept
 * @param awaited whether the successor's share is held until it is as fast as its
 * predecessor, so that slowness harms few and need not be the last word on it
 * @since 0.1.0
 */
public record TrafficComparison(RequestStatistics predecessor, List<Window> windows, boolean awaited) {

	public TrafficComparison {
		windows = List.copyOf(windows);
	}

	/**
	 * Requests of the same time.
	 *
	 * @param length how long that was
	 * @param predecessor the predecessor's requests, of which there may be few or none
	 * @param successor the successor's requests
	 */
	public record Window(Duration length, RequestStatistics predecessor, RequestStatistics successor) {

	}

}
