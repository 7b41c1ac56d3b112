package io.hotupgrade.server;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.hotupgrade.TrafficKind;

/**
 * What the connections of a server are used for at a moment.
 *
 * @param load how many they are
 * @param byProtocol connections by what they are used for; kinds without any are absent
 * @param oldestRequest how long the oldest request in flight has been running
 * @since 0.1.0
 */
public record ServerActivity(ServerLoad load, Map<TrafficKind, Integer> byProtocol, Optional<Duration> oldestRequest) {

	/** Nothing at all. */
	public static final ServerActivity NONE = new ServerActivity(ServerLoad.NONE, Map.of(), Optional.empty());

	public ServerActivity {
		byProtocol = Map.copyOf(byProtocol);
	}

	/**
	 * Adds another server's activity.
	 * @param other the other activity
	 * @return the sum, with the older of the two oldest requests
	 */
	public ServerActivity plus(ServerActivity other) {
		return new ServerActivity(this.load.plus(other.load), sum(this.byProtocol, other.byProtocol),
				Stream.of(this.oldestRequest, other.oldestRequest).flatMap(Optional::stream).max(Duration::compareTo));
	}

	static Map<TrafficKind, Integer> sum(Map<TrafficKind, Integer> first, Map<TrafficKind, Integer> second) {
		Map<TrafficKind, Integer> sum = new EnumMap<>(TrafficKind.class);
		sum.putAll(first);
		second.forEach((kind, count) -> sum.merge(kind, count, Integer::sum));
		return sum;
	}

}
