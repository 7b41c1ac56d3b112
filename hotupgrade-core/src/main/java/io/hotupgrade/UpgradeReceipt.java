package io.hotupgrade;

import java.time.Duration;
import java.util.Map;

/**
 * What an upgrade did to the connections that were open at the commit, as the
 * predecessor's servers have counted them. What was cut is known when the drain is over,
 * and 0 until then.
 *
 * @param connectionsAtCommit connections that the predecessor held at commit
 * @param requestsAtCommit requests in flight on them
 * @param acceptQueueAtCommit established connections that waited in the kernel for the
 * predecessor to accept them, as the kernel tells; the predecessor served them
 * @param connectionsCut connections closed by force at the drain's time limit
 * @param requestsCut requests in flight on those, without those that were
 * {@linkplain TrafficKind#IGNORED not worth waiting for}
 * @param cut the same by kind: requests, WebSocket sessions, endless responses; kinds
 * without any are absent
 * @param commit how long it took to have the kernel send all new connections to the
 * successor
 * @param sessions what happened to HTTP sessions, where they are shared; known when the
 * upgrade is over
 * @param state what happened to the application's state; known when the upgrade is over
 * @param exclusive what happened to that which cannot exist twice; known when the upgrade
 * is over
 * @since 0.1.0
 */
public record UpgradeReceipt(int connectionsAtCommit, int requestsAtCommit, int acceptQueueAtCommit, int connectionsCut,
		int requestsCut, Map<TrafficKind, Integer> cut, Duration commit, SessionsReceipt sessions, StateReceipt state,
		ExclusiveReceipt exclusive) {

	/** The receipt before commit. */
	public static final UpgradeReceipt EMPTY = new UpgradeReceipt(0, 0, 0, 0, 0);

	public UpgradeReceipt {
		cut = Map.copyOf(cut);
	}

	/**
	 * Creates a receipt that does not tell what was cut by kind, nor how long the commit
	 * took.
	 * @param connectionsAtCommit see {@link #connectionsAtCommit()}
	 * @param requestsAtCommit see {@link #requestsAtCommit()}
	 * @param acceptQueueAtCommit see {@link #acceptQueueAtCommit()}
	 * @param connectionsCut see {@link #connectionsCut()}
	 * @param requestsCut see {@link #requestsCut()}
	 */
	public UpgradeReceipt(int connectionsAtCommit, int requestsAtCommit, int acceptQueueAtCommit, int connectionsCut,
			int requestsCut) {
		this(connectionsAtCommit, requestsAtCommit, acceptQueueAtCommit, connectionsCut, requestsCut, Map.of(),
				Duration.ZERO, SessionsReceipt.NONE, StateReceipt.NONE, ExclusiveReceipt.NONE);
	}

	/**
	 * Adds what the drain had to cut.
	 * @param connections connections closed by force
	 * @param requests requests in flight on them
	 * @param kinds what was cut, by kind
	 * @return the completed receipt
	 */
	public UpgradeReceipt withCut(int connections, int requests, Map<TrafficKind, Integer> kinds) {
		return new UpgradeReceipt(this.connectionsAtCommit, this.requestsAtCommit, this.acceptQueueAtCommit,
				connections, requests, kinds, this.commit, this.sessions, this.state, this.exclusive);
	}

	/**
	 * Adds what happened to sessions.
	 * @param shared what has become of them
	 * @return the completed receipt
	 */
	public UpgradeReceipt withSessions(SessionsReceipt shared) {
		return new UpgradeReceipt(this.connectionsAtCommit, this.requestsAtCommit, this.acceptQueueAtCommit,
				this.connectionsCut, this.requestsCut, this.cut, this.commit, shared, this.state, this.exclusive);
	}

	/**
	 * Adds what happened to the application's state.
	 * @param passed what has become of it
	 * @return the completed receipt
	 */
	public UpgradeReceipt withState(StateReceipt passed) {
		return new UpgradeReceipt(this.connectionsAtCommit, this.requestsAtCommit, this.acceptQueueAtCommit,
				this.connectionsCut, this.requestsCut, this.cut, this.commit, this.sessions, passed, this.exclusive);
	}

	/**
	 * Adds what happened to that which cannot exist twice.
	 * @param released what has become of it
	 * @return the completed receipt
	 */
	public UpgradeReceipt withExclusive(ExclusiveReceipt released) {
		return new UpgradeReceipt(this.connectionsAtCommit, this.requestsAtCommit, this.acceptQueueAtCommit,
				this.connectionsCut, this.requestsCut, this.cut, this.commit, this.sessions, this.state, released);
	}

}
