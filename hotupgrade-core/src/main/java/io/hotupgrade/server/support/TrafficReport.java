package io.hotupgrade.server.support;

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
 * Counts what the connections of a server are used for. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TrafficReport {

	private final ConnectionRegister<?, ?> connections;

	private final DrainState drain;

	/**
	 * Creates the report of a server.
	 * @param connections its connections
	 * @param drain knows what is not worth waiting for
	 */
	public TrafficReport(ConnectionRegister<?, ?> connections, DrainState drain) {
		this.connections = connections;
		this.drain = drain;
	}

	/**
	 * What the connections are used for now.
	 * @return the activity
	 */
	public ServerActivity activity() {
		Map<TrafficKind, Integer> byProtocol = new EnumMap<>(TrafficKind.class);
		this.connections.connections().forEach((connection) -> count(byProtocol, connection.kind()));
		long now = System.nanoTime();
		Optional<Duration> oldest = requests().map((request) -> Duration.ofNanos(now - request.begunAt()))
			.max(Duration::compareTo);
		return new ServerActivity(this.connections.load(), byProtocol, oldest);
	}

	private Stream<TrackedRequest> requests() {
		return Stream.concat(this.connections.connections().flatMap((connection) -> connection.requests().stream()),
				this.connections.elsewhere().requests().stream());
	}

	/**
	 * What would be lost if all connections were closed now.
	 * @return what would be cut
	 */
	public CutTraffic cut() {
		Map<TrafficKind, Integer> byKind = new EnumMap<>(TrafficKind.class);
		List<String> paths = new ArrayList<>();
		int[] cutRequests = new int[1];
		requests().forEach((request) -> {
			if (this.drain.ignored(request)) {
				count(byKind, TrafficKind.IGNORED);
				return;
			}
			cutRequests[0]++;
			count(byKind, request.kind());
			remember(paths, request.path());
		});
		int[] open = new int[1];
		this.connections.connections().forEach((connection) -> {
			open[0]++;
			TrackedConnection.Upgrade upgrade = connection.upgrade();
			if (upgrade != null) {
				count(byKind, upgrade.kind());
				remember(paths, upgrade.path());
			}
			else if (connection.sendsRequest()) {
				count(byKind, TrafficKind.HTTP1);
			}
		});
		return new CutTraffic(open[0], cutRequests[0], byKind, paths);
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
