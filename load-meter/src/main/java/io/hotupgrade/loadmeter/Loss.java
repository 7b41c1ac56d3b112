package io.hotupgrade.loadmeter;

import java.time.Duration;

/**
 * A request that was lost, for looking into it.
 *
 * @param at when the client knew it, since the start of the meter
 * @param kind the kind of load
 * @param outcome how it ended
 * @param instance who answered, or an empty string
 * @param detail more about it
 */
public record Loss(Duration at, String kind, Outcome outcome, String instance, String detail) {

	@Override
	public String toString() {
		String answeredBy = this.instance.isEmpty() ? "" : " from " + this.instance;
		return "%.3f s %s %s%s: %s".formatted(this.at.toNanos() / 1e9, this.kind, this.outcome, answeredBy,
				this.detail);
	}

}
