package io.hotupgrade;

import java.util.Map;

/**
 * What an upgrade did to the connections that were open at that moment.
 *
 * @param connectionsAtCommit connections that the predecessor held at commit
 * @param requestsAtCommit requests in flight on them
 * @param acceptQueueAtCommit established connections that waited in the kernel for the
 * predecessor to accept them; it served them
 * @param connectionsCut connections closed by force at the drain's time limit
 * @param requestsCut requests in flight on those, without those that were
 * {@linkplain TrafficKind#IGNORED not worth waiting for}
 * @param cut the same by kind: requests, WebSocket sessions, endless responses; kinds
 * without any are absent
 */
public record UpgradeReceipt(int connectionsAtCommit, int requestsAtCommit, int acceptQueueAtCommit, int connectionsCut,
		int requestsCut, Map<TrafficKind, Integer> cut) {

	/** The receipt before commit. */
	public static final UpgradeReceipt EMPTY = new UpgradeReceipt(0, 0, 0, 0, 0);

	public UpgradeReceipt {
		cut = Map.copyOf(cut);
	}

	/**
	 * Creates a receipt that does not tell what was cut by kind.
	 * @param connectionsAtCommit see {@link #connectionsAtCommit()}
	 * @param requestsAtCommit see {@link #requestsAtCommit()}
	 * @param acceptQueueAtCommit see {@link #acceptQueueAtCommit()}
	 * @param connectionsCut see {@link #connectionsCut()}
	 * @param requestsCut see {@link #requestsCut()}
	 */
	public UpgradeReceipt(int connectionsAtCommit, int requestsAtCommit, int acceptQueueAtCommit, int connectionsCut,
			int requestsCut) {
		this(connectionsAtCommit, requestsAtCommit, acceptQueueAtCommit, connectionsCut, requestsCut, Map.of());
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
				connections, requests, kinds);
	}

}
