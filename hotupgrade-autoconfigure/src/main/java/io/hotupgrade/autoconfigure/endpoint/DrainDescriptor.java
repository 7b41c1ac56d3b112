package io.hotupgrade.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.hotupgrade.DrainStatus;
import io.hotupgrade.TrafficKind;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint tells of a drain.
 *
 * @param connections connections left
 * @param requests requests in flight on them
 * @param oldestRequestMillis how long the oldest of these requests has been running;
 * absent without any
 * @param deadline when everything left is closed by force, in ISO 8601 with UTC; absent
 * without a limit
 * @param byProtocol the connections by what they are used for, such as {@code http1};
 * kinds without any are absent
 * @since 0.1.0
 */
@JsonInclude(Include.NON_NULL)
public record DrainDescriptor(int connections, int requests, @Nullable Long oldestRequestMillis,
		@Nullable String deadline, Map<String, Integer> byProtocol) {

	static DrainDescriptor of(DrainStatus drain) {
		return new DrainDescriptor(drain.connections(), drain.requests(),
				drain.oldestRequest().map(Duration::toMillis).orElse(null),
				drain.deadline().map(Instant::toString).orElse(null), byName(drain.byProtocol()));
	}

	static Map<String, Integer> byName(Map<TrafficKind, Integer> counts) {
		Map<String, Integer> named = new TreeMap<>();
		counts.forEach((kind, count) -> named.put(kind.name().toLowerCase(Locale.ROOT), count));
		return named;
	}

}
