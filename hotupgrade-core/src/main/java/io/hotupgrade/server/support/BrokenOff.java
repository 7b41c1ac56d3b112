package io.hotupgrade.server.support;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;

/**
 * Counts what the server or the application breaks off while the server drains. Safe for
 * use by many threads.
 *
 * @since 0.1.0
 */
public final class BrokenOff {

	private final Map<TrafficKind, Integer> byKind = new EnumMap<>(TrafficKind.class);

	private final List<String> paths = new ArrayList<>();

	private int connections;

	private int requests;

	private volatile boolean counting;

	/**
	 * Counts from now on, from zero, if it does not count already.
	 */
	public synchronized void start() {
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
	public synchronized void stop() {
		this.counting = false;
	}

	/**
	 * Whether it counts.
	 * @return whether it does
	 */
	public boolean counting() {
		return this.counting;
	}

	/**
	 * Counts a connection that was closed for it.
	 */
	public synchronized void addConnection() {
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
	public synchronized void addRequest(TrafficKind kind, String path) {
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
	public synchronized void addSession(TrafficKind kind, String path) {
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
	public synchronized void addArriving() {
		if (this.counting) {
			this.byKind.merge(TrafficKind.HTTP1, 1, Integer::sum);
		}
	}

	/**
	 * What was counted.
	 * @return the total
	 */
	public synchronized CutTraffic total() {
		return new CutTraffic(this.connections, this.requests, this.byKind, this.paths);
	}

}
