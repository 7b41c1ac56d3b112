package io.hotupgrade;

import java.time.Duration;
import java.util.List;

/**
 * What a warm-up has done.
 *
 * @param state whether it runs, or how it ended
 * @param duration how long it took; zero while it runs
 * @param requests what was asked and how fast it was answered
 * @param failures requests that were answered with an error or not at all, and
 * {@linkplain WarmUp tasks} that failed
 * @param message the first failure; empty if there was none
 * @since 0.1.0
 */
public record WarmUpReport(State state, Duration duration, List<Requests> requests, int failures, String message) {

	/** A warm-up that has just begun. */
	public static final WarmUpReport BEGUN = new WarmUpReport(State.RUNNING, Duration.ZERO, List.of(), 0, "");

	public WarmUpReport {
		requests = List.copyOf(requests);
	}

	/**
	 * How many requests were sent.
	 * @return the sum over all of them
	 */
	public int sent() {
		return this.requests.stream().mapToInt(Requests::sent).sum();
	}

	/**
	 * Whether a warm-up runs, or how it ended.
	 */
	public enum State {

		/** It is under way. */
		RUNNING,

		/** Everything was done. */
		FINISHED,

		/** The time was up before everything was done. */
		TIME_LIMIT,

		/** It has failed, and the upgrade with it. */
		FAILED,

		/** The predecessor was gone, and with it the reason to wait with serving. */
		STOPPED

	}

	/**
	 * What became of one of the requests.
	 *
	 * @param source where it came from: see {@link WarmUpPart.Requests#source()}
	 * @param request its {@linkplain WarmUpSettings.Repeated#name() name}; empty if there
	 * is nothing but the note
	 * @param sent how often it was sent
	 * @param failed how often it was answered with an error or not at all
	 * @param firstLatency median latency of the first {@linkplain WarmUpSettings#window()
	 * window}; zero if nothing was answered
	 * @param lastLatency median latency of the last one
	 * @param settled whether the latency had stopped to fall
	 * @param note what else is to be known of all of this source, such as why they were
	 * not sent any more; empty for nothing
	 */
	public record Requests(String source, String request, int sent, int failed, Duration firstLatency,
			Duration lastLatency, boolean settled, String note) {

	}

}
