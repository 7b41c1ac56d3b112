package io.hotupgrade.loadmeter;

/**
 * One request that has ended, for those who want to look at each.
 *
 * @param kind the kind of load it belongs to
 * @param outcome how it ended
 * @param endedAt when, on the scale of {@link System#nanoTime()}
 * @param nanos how long it took, counted from when it was due
 * @param instance who answered, or an empty string
 */
public record MeasuredRequest(String kind, Outcome outcome, long endedAt, long nanos, String instance) {

}
