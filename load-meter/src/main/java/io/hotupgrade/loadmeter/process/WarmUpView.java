package io.hotupgrade.loadmeter.process;

import java.util.List;

/**
 * A successor's warm-up, as the endpoint shows it.
 *
 * @param state whether it runs, or how it ended
 * @param durationMillis how long it took
 * @param sent how many requests were sent
 * @param failures how many of them failed
 * @param message the first failure
 * @param requests the requests in detail
 */
public record WarmUpView(String state, long durationMillis, int sent, int failures, String message,
		List<Requests> requests) {

	/** Shown where there was no warm-up. */
	public static final WarmUpView NONE = new WarmUpView("", 0, 0, 0, "", List.of());

	/**
	 * One of the requests.
	 *
	 * @param source where it came from
	 * @param request method and path
	 * @param sent how often it was sent
	 * @param failed how often it failed
	 * @param firstMicros median latency at the beginning
	 * @param lastMicros median latency at the end
	 * @param settled whether it had stopped to fall
	 * @param note what else is to be known
	 */
	public record Requests(String source, String request, int sent, int failed, long firstMicros, long lastMicros,
			boolean settled, String note) {

	}

}
