package io.hotupgrade.internal.warmup;

import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpSettings;

/**
 * One request, sent again and again. Thread-safe.
 */
final class RequestSeries {

	private final WarmUpRequest request;

	private final int count;

	private final boolean untilSettled;

	private final LatencyTrend trend;

	private int sent;

	private int failed;

	RequestSeries(WarmUpSettings.Repeated repeated, WarmUpSettings settings) {
		this.request = repeated.request();
		this.count = repeated.count();
		this.untilSettled = settings.until() == WarmUpSettings.Until.SETTLED;
		this.trend = new LatencyTrend(settings.window(), settings.tolerance());
	}

	WarmUpRequest request() {
		return this.request;
	}

	/**
	 * Takes one more request to be sent.
	 * @return {@code false} if none is to be sent any more
	 */
	synchronized boolean take() {
		if (this.sent >= this.count || this.untilSettled && this.trend.hasSettled()) {
			return false;
		}
		this.sent++;
		return true;
	}

	synchronized void answered(long nanos) {
		this.trend.add(nanos);
	}

	synchronized void failed() {
		this.failed++;
	}

	synchronized WarmUpReport.Requests report() {
		return new WarmUpReport.Requests(this.request.toString(), this.sent, this.failed, this.trend.first(),
				this.trend.last(), this.trend.hasSettled());
	}

}
