package io.hotupgrade.autoconfigure.endpoint;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.WarmUpReport;

/**
 * What the endpoint tells of a warm-up.
 *
 * @param state whether it runs, or how it ended
 * @param durationMillis how long it took; 0 while it runs
 * @param sent how many requests were sent
 * @param failures requests and tasks that failed
 * @param message the first failure, or an empty string
 * @param requests the requests in detail; empty while it runs
 * @since 0.1.0
 */
public record WarmUpDescriptor(WarmUpReport.State state, long durationMillis, int sent, int failures, String message,
		List<RequestsDescriptor> requests) {

	static WarmUpDescriptor of(WarmUpReport report) {
		return new WarmUpDescriptor(report.state(), report.duration().toMillis(), report.sent(), report.failures(),
				report.message(), report.requests().stream().map(RequestsDescriptor::of).toList());
	}

	/**
	 * What became of one of the requests.
	 *
	 * @param source where it came from
	 * @param request method and path, or an empty string
	 * @param sent how often it was sent
	 * @param failed how often it was answered with an error or not at all
	 * @param firstMicros median latency at the beginning, in microseconds
	 * @param lastMicros median latency at the end, in microseconds
	 * @param settled whether the latency had stopped to fall
	 * @param note what else is to be known, such as why it was not sent any more; or an
	 * empty string
	 */
	public record RequestsDescriptor(String source, String request, int sent, int failed, long firstMicros,
			long lastMicros, boolean settled, String note) {

		static RequestsDescriptor of(WarmUpReport.Requests requests) {
			return new RequestsDescriptor(requests.source(), requests.request(), requests.sent(), requests.failed(),
					TimeUnit.NANOSECONDS.toMicros(requests.firstLatency().toNanos()),
					TimeUnit.NANOSECONDS.toMicros(requests.lastLatency().toNanos()), requests.settled(),
					requests.note());
		}

	}

}
