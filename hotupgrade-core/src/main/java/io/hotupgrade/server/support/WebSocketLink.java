package io.hotupgrade.server.support;

import java.io.IOException;

import io.hotupgrade.server.WebSocketSession;
import org.jspecify.annotations.Nullable;

/**
 * How a server closes a WebSocket session because the instance leaves.
 *
 * @since 0.1.0
 */
public interface WebSocketLink {

	/**
	 * The session as the application sees it.
	 * @return the session, or {@code null} if it is not known
	 */
	@Nullable WebSocketSession session();

	/**
	 * Sends a close frame (1001, going away) so that the application's endpoint learns of
	 * it. Has no effect on a session that is closed. Called on a worker thread.
	 * @param reason what the frame says
	 * @throws IOException if the client is gone
	 */
	void close(String reason) throws IOException;

	/**
	 * Sends the close frame although the application has not come to an end with what it
	 * has to say. Has no effect on a session that is closed. Called in the connection's
	 * turn.
	 * @param reason what the frame says
	 */
	void closeLate(String reason);

	/**
	 * Ends the connection of a client that has not answered the close frame. Called in
	 * the connection's turn.
	 */
	void end();

}
