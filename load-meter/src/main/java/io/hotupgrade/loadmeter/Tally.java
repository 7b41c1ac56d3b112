package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts results in one window, which may be left and entered again. Not thread-safe.
 */
final class Tally {

	private static final int KEPT_LOSSES = 20;

	private final Map<String, KindTally> kinds = new LinkedHashMap<>();

	private final List<Loss> losses = new ArrayList<>();

	private final LongestGap gap;

	private long enteredAt;

	private long leftAt;

	private long earlierNanos;

	private boolean open = true;

	Tally(long now) {
		this.enteredAt = now;
		this.gap = new LongestGap(now);
	}

	void enter(long now) {
		this.earlierNanos += this.leftAt - this.enteredAt;
		this.enteredAt = now;
		this.open = true;
		this.gap.resume(now);
		this.kinds.values().forEach((kind) -> kind.resume(now));
	}

	void leave(long now) {
		if (this.open) {
			this.leftAt = now;
			this.open = false;
			this.gap.end(now);
			this.kinds.values().forEach((kind) -> kind.endGap(now));
		}
	}

	void add(Result result, long now, Duration sinceStart) {
		kind(result.kind()).add(result, sinceStart);
		if (result.outcome() == Outcome.OK) {
			endGaps(result.kind(), now);
		}
		else if (this.losses.size() < KEPT_LOSSES) {
			this.losses.add(new Loss(sinceStart, result.kind(), result.outcome(), result.instance(), result.detail()));
		}
	}

	/** Requests that end after the window was left are counted, but leave no gaps. */
	private void endGaps(String kind, long now) {
		if (this.open) {
			this.gap.end(now);
			kind(kind).endGap(now);
		}
	}

	void addClosedIdle(String kind) {
		kind(kind).addClosedIdle();
	}

	private KindTally kind(String kind) {
		return this.kinds.computeIfAbsent(kind, (name) -> new KindTally(this.enteredAt));
	}

	MeterReport report(Instant startedAt, long now) {
		long until = this.open ? now : this.leftAt;
		Map<String, KindReport> reports = new LinkedHashMap<>();
		LatencyHistogram latency = new LatencyHistogram();
		this.kinds.forEach((name, kind) -> {
			reports.put(name, kind.report(until));
			latency.add(kind.latency());
		});
		Duration length = Duration.ofNanos(this.earlierNanos + until - this.enteredAt);
		return new MeterReport(startedAt, length, Collections.unmodifiableMap(reports), latency.summary(),
				this.gap.until(until), List.copyOf(this.losses));
	}

}
