package io.hotupgrade.undertow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerActivity;

/**
 * Counts what the connections of a server are used for.
 */
final class TrafficReport {

	private final ConnectionRegister connections;

	TrafficReport(ConnectionRegister connections) {
		this.connections = connections;
	}

	ServerActivity activity() {
		Map<TrafficKind, Integer> byProtocol = new EnumMap<>(TrafficKind.class);
		this.connections.connections().forEach((connection) -> count(byProtocol, connection.kind()));
		long now = System.nanoTime();
		Optional<Duration> oldest = requests().map((request) -> Duration.ofNanos(now - request.begunAt()))
			.max(Duration::compareTo);
		return new ServerActivity(this.connections.load(), byProtocol, oldest);
	}

	private Stream<TrackedRequest> requests() {
		return Stream.concat(
				this.connections.connections().stream().flatMap((connection) -> connection.requests().stream()),
				this.connections.requestsElsewhere().stream());
	}

	/**
	 * What would be lost if all connections were closed now.
	 */
	CutTraffic cut() {
		Map<TrafficKind, Integer> byKind = new EnumMap<>(TrafficKind.class);
		List<String> paths = new ArrayList<>();
		int[] cutRequests = new int[1];
		requests().forEach((request) -> {
			if (this.connections.ignored(request)) {
				count(byKind, TrafficKind.IGNORED);
				return;
			}
			cutRequests[0]++;
			count(byKind, request.kind());
			remember(paths, request.path());
		});
		int open = 0;
		for (TrackedConnection connection : this.connections.connections()) {
			open++;
			if (connection.upgrade() != null) {
				count(byKind, connection.kind());
				remember(paths, connection.upgrade().path());
			}
			else if (connection.arriving()) {
				count(byKind, TrafficKind.HTTP1);
			}
		}
		return new CutTraffic(open, cutRequests[0], byKind, paths);
	}

	private static void count(Map<TrafficKind, Integer> counts, TrafficKind kind) {
		counts.merge(kind, 1, Integer::sum);
	}

	private static void remember(List<String> paths, String path) {
		if (paths.size() < CutTraffic.MAX_PATHS) {
			paths.add(path);
		}
	}

}
