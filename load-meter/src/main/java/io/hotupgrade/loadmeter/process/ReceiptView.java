package io.hotupgrade.loadmeter.process;

import java.util.List;
import java.util.Map;

/**
 * What an upgrade did to open connections, as the endpoint shows it.
 *
 * @param connectionsAtCommit connections that the predecessor held at commit
 * @param requestsAtCommit requests in flight on them
 * @param acceptQueueAtCommit connections that waited to be accepted at commit
 * @param connectionsCut connections closed by force
 * @param requestsCut requests in flight on those
 * @param cut what was closed by force, by kind
 * @param commitMicros how long the commit took
 * @param sessions what happened to HTTP sessions
 * @param state what happened to the application's state
 * @param exclusive what happened to that which cannot exist twice
 */
public record ReceiptView(int connectionsAtCommit, int requestsAtCommit, int acceptQueueAtCommit, int connectionsCut,
		int requestsCut, Map<String, Integer> cut, long commitMicros, SessionsView sessions, StateView state,
		ExclusiveView exclusive) {

	static final ReceiptView EMPTY = new ReceiptView(0, 0, 0, 0, 0, Map.of(), 0, new SessionsView(0, 0, 0, 0),
			new StateView(0, 0, 0, 0, 0), ExclusiveView.NONE);

	public ReceiptView {
		cut = (cut != null) ? Map.copyOf(cut) : Map.of();
		exclusive = (exclusive != null) ? exclusive : ExclusiveView.NONE;
	}

	/**
	 * What happened to HTTP sessions.
	 *
	 * @param moved how often one was given to the successor
	 * @param returned how often one was given back
	 * @param leftBehind sessions that were not given
	 * @param unreadable attributes that have not come along
	 */
	public record SessionsView(int moved, int returned, int leftBehind, int unreadable) {

	}

	/**
	 * What happened to the application's state.
	 *
	 * @param handedOver states that the successor has read
	 * @param returned states that have come back
	 * @param ignored states that the successor does not know
	 * @param failed states that could not be written or read
	 * @param bytes what was sent
	 */
	public record StateView(int handedOver, int returned, int ignored, int failed, long bytes) {

	}

	/**
	 * What happened to that which cannot exist twice.
	 *
	 * @param resources what was released
	 * @param pauseMillis how long requests that need it were not served
	 * @param held requests that had to wait
	 * @param forwarded requests that the successor has served for its predecessor
	 * @param refused requests that were refused
	 */
	public record ExclusiveView(List<String> resources, long pauseMillis, int held, int forwarded, int refused) {

		static final ExclusiveView NONE = new ExclusiveView(List.of(), 0, 0, 0, 0);

	}

}
