package io.hotupgrade.loadmeter;

/**
 * What became of one request.
 *
 * @param kind the kind of load it belongs to
 * @param outcome how it ended
 * @param nanos how long it took, counted from when it was due
 * @param instance who answered, or an empty string
 * @param detail what went wrong, for people, or an empty string
 */
record Result(String kind, Outcome outcome, long nanos, String instance, String detail) {

	MeasuredRequest measuredAt(long endedAt) {
		return new MeasuredRequest(this.kind, this.outcome, endedAt, this.nanos, this.instance);
	}

}
