package io.hotupgrade.server;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.hotupgrade.TrafficKind;

/**
 * What clients lost when connections were closed by force, or broken off by the server or
 * the application.
 *
 * @param connections connections closed, idle ones included
 * @param requests requests in flight on them, without those that were
 * {@linkplain TrafficKind#IGNORED not worth waiting for}
 * @param byKind what was cut: requests, WebSocket sessions, endless responses; kinds
 * without any are absent
 * @param paths the paths of what was cut, at most {@link #MAX_PATHS}
 * @since 0.1.0
 */
public record CutTraffic(int connections, int requests, Map<TrafficKind, Integer> byKind, List<String> paths) {

	/** How many paths are remembered. */
	public static final int MAX_PATHS = 20;

	/** Nothing was cut. */
	public static final CutTraffic NONE = new CutTraffic(0, 0, Map.of(), List.of());

	public CutTraffic {
		byKind = Map.copyOf(byKind);
		paths = paths.stream().limit(MAX_PATHS).toList();
	}

	/**
	 * Adds what another server had to cut.
	 * @param other what it was
	 * @return the sum
	 */
	public CutTraffic plus(CutTraffic other) {
		return new CutTraffic(this.connections + other.connections, this.requests + other.requests,
				ServerActivity.sum(this.byKind, other.byKind),
				Stream.concat(this.paths.stream(), other.paths.stream()).toList());
	}

}
