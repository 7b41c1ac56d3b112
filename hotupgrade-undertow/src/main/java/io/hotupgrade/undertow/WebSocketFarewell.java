package io.hotupgrade.undertow;

import java.time.Duration;

import jakarta.websocket.Session;

/**
 * Lets an application say something of its own to a WebSocket session before the session
 * is closed because the instance leaves: the beans of this type are called one after the
 * other, on one of the server's worker threads, at the moment that
 * {@code hotupgrade.drain.websocket.policy} says.
 */
@FunctionalInterface
public interface WebSocketFarewell {

	/**
	 * Takes leave of a session. The close frame (1001, going away) is sent when this
	 * method returns, or when the limit is over; if it throws, at once.
	 * @param session the session, open for messages
	 * @param limit how long this may take
	 * @throws Exception whatever went wrong; it is logged
	 */
	void takeLeave(Session session, Duration limit) throws Exception;

}
