package io.hotupgrade.internal.warmup;

import java.util.List;
import java.util.Optional;

import io.hotupgrade.WarmUpReport;
import io.hotupgrade.WarmUpSettings;

/**
 * Which request is to be sent next. They take turns, so that each gets its share even if
 * the time is too short for all. Thread-safe.
 */
final class RequestPlan {

	private final List<RequestSeries> all;

	private int turn;

	RequestPlan(WarmUpSettings settings) {
		this.all = settings.requests().stream().map((repeated) -> new RequestSeries(repeated, settings)).toList();
	}

	/**
	 * Takes the next request to be sent.
	 * @return what it belongs to; empty if none is to be sent any more
	 */
	synchronized Optional<RequestSeries> next() {
		for (int i = 0; i < this.all.size(); i++) {
			RequestSeries series = this.all.get(this.turn);
			this.turn = (this.turn + 1) % this.all.size();
			if (series.take()) {
				return Optional.of(series);
			}
		}
		return Optional.empty();
	}

	List<WarmUpReport.Requests> report() {
		return this.all.stream().map(RequestSeries::report).toList();
	}

}
