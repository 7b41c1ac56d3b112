package io.hotupgrade;

import java.time.Duration;

/**
 * What the start of a successor took, seen at the moment when it was ready for traffic.
 *
 * @param duration from its launch until it was ready, warm-up included
 * @param cpu processor time that its process had used; zero where that cannot be seen
 * @param residentBytes memory that its process had resident; 0 where that cannot be seen
 * @param peakBytes the most that it ever had; 0 where that cannot be seen
 * @since 0.1.0
 */
public record StartReport(Duration duration, Duration cpu, long residentBytes, long peakBytes) {

}
