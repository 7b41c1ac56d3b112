package io.hotupgrade.server;

import java.io.IOException;
import java.util.Optional;

/**
 * An open WebSocket session, whatever server it is one of.
 *
 * @since 0.1.0
 */
public interface WebSocketSession {

	/**
	 * The path of the request that opened it.
	 * @return the path, without a query
	 */
	String path();

	/**
	 * Sends a text message, and waits until it has been handed to the network.
	 * @param text the message
	 * @throws IOException if the client is gone
	 */
	void sendText(String text) throws IOException;

	/**
	 * The server's own session.
	 * @param <T> its type
	 * @param type {@code jakarta.websocket.Session} with Tomcat and with servlets on
	 * Undertow, {@code WebSocketChannel} with WebFlux on Undertow
	 * @return the session, or nothing if it is not of this type
	 */
	<T> Optional<T> unwrap(Class<T> type);

}
