package io.hotupgrade.internal.warmup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.hotupgrade.WarmUpPart;
import io.hotupgrade.WarmUpReport;

/**
 * Which request is to be sent next. They take turns, so that each gets its share even if
 * the time is too short for all. Thread-safe.
 */
final class RequestPlan {

	private final String source;

	private final List<RequestSeries> all;

	private int turn;

	private String note;

	private boolean stopped;

	RequestPlan(WarmUpPart.Requests part) {
		this.source = part.source();
		this.note = part.note();
		this.all = part.requests().stream().map((repeated) -> new RequestSeries(repeated, part.sending())).toList();
	}

	/**
	 * Takes the next request to be sent.
	 * @return what it belongs to; empty if none is to be sent any more
	 */
	synchronized Optional<RequestSeries> next() {
		for (int i = 0; i < this.all.size() && !this.stopped; i++) {
			RequestSeries series = this.all.get(this.turn);
			this.turn = (this.turn + 1) % this.all.size();
			if (series.take()) {
				return Optional.of(series);
			}
		}
		return Optional.empty();
	}

	/**
	 * None is to be sent any more.
	 * @param why the reason, for the report
	 */
	synchronized void stop(String why) {
		if (!this.stopped) {
			this.stopped = true;
			this.note = this.note.isEmpty() ? why : this.note + "; " + why;
		}
	}

	synchronized List<WarmUpReport.Requests> report() {
		if (this.all.isEmpty() && !this.note.isEmpty()) {
			return List
				.of(new WarmUpReport.Requests(this.source, "", 0, 0, Duration.ZERO, Duration.ZERO, false, this.note));
		}
		return this.all.stream().map((series) -> series.report(this.source, this.note)).toList();
	}

}
