package io.hotupgrade.loadmeter.process;

/**
 * What a successor's start took, as the endpoint shows it.
 *
 * @param durationMillis from its launch until it was ready
 * @param cpuMillis processor time that it had used
 * @param residentBytes memory that it had resident
 * @param peakBytes the most that it ever had
 */
public record StartView(long durationMillis, long cpuMillis, long residentBytes, long peakBytes) {

	/** Shown where the successor is not ready. */
	public static final StartView NONE = new StartView(0, 0, 0, 0);

}
