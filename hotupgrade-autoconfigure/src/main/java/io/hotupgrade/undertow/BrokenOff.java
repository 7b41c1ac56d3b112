package io.hotupgrade.undertow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;

/**
 * Counts what the server or the application breaks off while the server drains. Safe for
 * use by many threads.
 */
final class BrokenOff {

	private final Map<TrafficKind, Integer> byKind = new EnumMap<>(TrafficKind.class);

	private final List<String> paths = new ArrayList<>();

	private int connections;

	private int requests;

	private volatile boolean counting;

	/**
	 * Counts from now on, from zero, if it does not count already.
	 */
	synchronized void start() {
		if (!this.counting) {
			this.byKind.clear();
			this.paths.clear();
			this.connections = 0;
			this.requests = 0;
			this.counting = true;
		}
	}

	/**
	 * Counts no more: what ends from now on has been counted otherwise, or does not
	 * matter.
	 */
	synchronized void stop() {
		this.counting = false;
	}

	boolean counting() {
		return this.counting;
	}

	synchronized void addConnection() {
		if (this.counting) {
			this.connections++;
		}
	}

	/**
	 * Counts a request.
	 * @param kind what it was used for, {@link TrafficKind#IGNORED} if it was not worth
	 * waiting for
	 * @param path its path
	 */
	synchronized void addRequest(TrafficKind kind, String path) {
		if (this.counting && kind == TrafficKind.IGNORED) {
			this.byKind.merge(kind, 1, Integer::sum);
		}
		else if (this.counting) {
			this.requests++;
			addSession(kind, path);
		}
	}

	/**
	 * Counts what a connection was upgraded to.
	 * @param kind what it was used for
	 * @param path the path of the request that upgraded it
	 */
	synchronized void addSession(TrafficKind kind, String path) {
		if (this.counting) {
			this.byKind.merge(kind, 1, Integer::sum);
			if (this.paths.size() < CutTraffic.MAX_PATHS) {
				this.paths.add(path);
			}
		}
	}

	/**
	 * Counts a request of which only a part had arrived.
	 */
	synchronized void addArriving() {
		if (this.counting) {
			this.byKind.merge(TrafficKind.HTTP1, 1, Integer::sum);
		}
	}

	synchronized CutTraffic total() {
		return new CutTraffic(this.connections, this.requests, this.byKind, this.paths);
	}

}
