package io.hotupgrade.loadmeter.process;

/**
 * How far new connections have been moved, as the endpoint shows it.
 *
 * @param plan the plan
 * @param step the number of the step
 * @param steps how many there are
 * @param percent the share asked for
 * @param waiting whether somebody has to say to go on
 * @param accepted who accepted how many connections since the first step began
 * @param acceptedInStep the same since this step began
 * @param held how the share has waited for the successor, or {@code null}
 */
public record ShiftView(String plan, int step, int steps, int percent, boolean waiting, SplitView accepted,
		SplitView acceptedInStep, HeldView held) {

	/**
	 * How the share has waited.
	 *
	 * @param millis for how many milliseconds
	 * @param reason why it did last
	 */
	public record HeldView(long millis, String reason) {

	}

	/**
	 * Who accepted how many connections.
	 *
	 * @param predecessor the predecessor's number
	 * @param successor the successor's number
	 * @param percent the successor's share
	 */
	public record SplitView(long predecessor, long successor, double percent) {

	}

}
