package io.hotupgrade.autoconfigure.endpoint;

import io.hotupgrade.StartReport;

/**
 * What the endpoint tells of a successor's start, as it was when the successor was ready.
 *
 * @param durationMillis from its launch until then, warm-up included
 * @param cpuMillis processor time that its process had used; 0 where that cannot be seen
 * @param residentBytes memory that its process had resident; 0 where that cannot be seen
 * @param peakBytes the most that it ever had; 0 where that cannot be seen
 * @since 0.1.0
 */
public record StartDescriptor(long durationMillis, long cpuMillis, long residentBytes, long peakBytes) {

	static StartDescriptor of(StartReport report) {
		return new StartDescriptor(report.duration().toMillis(), report.cpu().toMillis(), report.residentBytes(),
				report.peakBytes());
	}

}
