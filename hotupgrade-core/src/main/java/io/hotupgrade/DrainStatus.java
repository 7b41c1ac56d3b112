package io.hotupgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far a drain has got.
 *
 * @param connections connections left
 * @param requests requests in flight on them
 * @param oldestRequest how long the oldest of these requests has been running
 * @param deadline when everything left is closed by force; empty without a limit
 * @param byProtocol the connections by what they are used for; kinds without any are
 * absent
 * @since 0.1.0
 */
public record DrainStatus(int connections, int requests, Optional<Duration> oldestRequest, Optional<Instant> deadline,
		Map<TrafficKind, Integer> byProtocol) {

	public DrainStatus {
		byProtocol = Map.copyOf(byProtocol);
	}

}
