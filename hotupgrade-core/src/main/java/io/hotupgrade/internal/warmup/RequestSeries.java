package io.hotupgrade.internal.warmup;

import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpRequest;
import io.hotupgrade.WarmUpSettings;

/**
 * One request, sent again and again. Thread-safe.
 */
final class RequestSeries {

	private final WarmUpRequest request;

	private final String name;

	private final int count;

	private final boolean untilSettled;

	private final LatencyTrend trend;

	private int sent;

	private int failed;

	private boolean skipped;

	RequestSeries(WarmUpSettings.Repeated repeated, WarmUpPart.Sending sending) {
		this.request = repeated.request();
		this.name = repeated.name();
		this.count = repeated.count();
		this.untilSettled = sending.until() == WarmUpSettings.Until.SETTLED;
		this.trend = new LatencyTrend(sending.window(), sending.tolerance());
	}

	String name() {
		return this.name;
	}

	WarmUpRequest request() {
		return this.request;
	}

	/**
	 * Takes one more request to be sent.
	 * @return {@code false} if none is to be sent any more
	 */
	synchronized boolean take() {
		if (this.skipped || this.sent >= this.count || this.untilSettled && this.trend.hasSettled()) {
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

	/** It is not to be sent any more. */
	synchronized void skip() {
		this.skipped = true;
	}

	synchronized WarmUpReport.Requests report(String source, String note) {
		return new WarmUpReport.Requests(source, this.name, this.sent, this.failed, this.trend.first(),
				this.trend.last(), this.trend.hasSettled(), note);
	}

}
