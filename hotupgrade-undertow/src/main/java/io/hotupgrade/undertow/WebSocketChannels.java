package io.hotupgrade.undertow;

import io.undertow.server.protocol.framed.AbstractFramedChannel;
import io.undertow.websockets.core.WebSocketChannel;

/**
 * Finds the WebSocket on a connection that was upgraded to one.
 */
final class WebSocketChannels {

	private WebSocketChannels() {
	}

	/**
	 * Finds the WebSocket.
	 * @param connection the connection
	 * @return the WebSocket, or {@code null} if there is none or Undertow's version is an
	 * unknown one
	 */
	static WebSocketChannel of(TrackedConnection connection) {
		Object framed = FieldByType.read(connection.httpChannel().getSourceChannel().getReadListener(),
				AbstractFramedChannel.class);
		return (framed instanceof WebSocketChannel channel) ? channel : null;
	}

	/**
	 * Whether one of both sides has said that it ends the session.
	 * @param connection the connection, which may be closed
	 * @return whether a close frame was sent or received
	 */
	static boolean tookLeave(TrackedConnection connection) {
		WebSocketChannel channel = of(connection);
		return channel != null && (channel.isCloseFrameSent() || channel.isCloseFrameReceived());
	}

}
