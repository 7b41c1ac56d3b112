package io.hotupgrade.loadmeter.process;

/**
 * What an upgrade did to open connections, as the endpoint shows it.
 *
 * @param connectionsAtCommit connections that the predecessor held at commit
 * @param requestsAtCommit requests in flight on them
 * @param acceptQueueAtCommit connections that waited to be accepted at commit
 * @param connectionsCut connections closed by force
 * @param requestsCut requests in flight on those
 */
public record ReceiptView(int connectionsAtCommit, int requestsAtCommit, int acceptQueueAtCommit, int connectionsCut,
		int requestsCut) {

	static final ReceiptView EMPTY = new ReceiptView(0, 0, 0, 0, 0);

}
