package io.hotupgrade;

/**
 * What an upgrade did to the connections that were open at that moment.
 *
 * @param connectionsAtCommit connections that the predecessor held at commit
 * @param requestsAtCommit requests in flight on them
 * @param acceptQueueAtCommit established connections that waited in the kernel for the
 * predecessor to accept them; it served them
 * @param connectionsCut connections closed by force at the drain's time limit
 * @param requestsCut requests in flight on those
 */
public record UpgradeReceipt(int connectionsAtCommit, int requestsAtCommit, int acceptQueueAtCommit, int connectionsCut,
		int requestsCut) {

	/** The receipt before commit. */
	public static final UpgradeReceipt EMPTY = new UpgradeReceipt(0, 0, 0, 0, 0);

	/**
	 * Adds what the drain had to cut.
	 * @param connections connections closed by force
	 * @param requests requests in flight on them
	 * @return the completed receipt
	 */
	public UpgradeReceipt withCut(int connections, int requests) {
		return new UpgradeReceipt(this.connectionsAtCommit, this.requestsAtCommit, this.acceptQueueAtCommit,
				connections, requests);
	}

}
