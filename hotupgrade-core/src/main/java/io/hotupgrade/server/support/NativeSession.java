package io.hotupgrade.server.support;

import java.io.IOException;
import java.util.Optional;

import io.hotupgrade.server.WebSocketSession;

/**
 * A server's own WebSocket session as the application sees it.
 *
 * @param path the path of the request that opened it
 * @param session the server's session
 * @param sender sends a text message by it
 * @since 0.1.0
 */
public record NativeSession(String path, Object session, Sender sender) implements WebSocketSession {

	@Override
	public void sendText(String text) throws IOException {
		this.sender.send(text);
	}

	@Override
	public <T> Optional<T> unwrap(Class<T> type) {
		return type.isInstance(this.session) ? Optional.of(type.cast(this.session)) : Optional.empty();
	}

	/**
	 * Sends a text message, and waits until it has been handed to the network.
	 */
	@FunctionalInterface
	public interface Sender {

		/**
		 * Sends the message.
		 * @param text the message
		 * @throws IOException if the client is gone
		 */
		void send(String text) throws IOException;

	}

}
