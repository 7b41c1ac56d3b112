package io.hotupgrade;

/**
 * What an upgrade did to HTTP sessions, as the predecessor has counted it. All is 0 where
 * sessions are not shared.
 *
 * @param moved how often a session was given to the successor
 * @param returned how often one was given back by the successor
 * @param leftBehind sessions that were not given, because they were too large or the time
 * was up
 * @param unreadable attributes that have not come along, because one instance could not
 * write them or the other not read them
 * @since 0.1.0
 */
public record SessionsReceipt(int moved, int returned, int leftBehind, int unreadable) {

	/** Where nothing has happened to sessions. */
	public static final SessionsReceipt NONE = new SessionsReceipt(0, 0, 0, 0);

}
