package io.hotupgrade.undertow;

import java.io.IOException;

import io.hotupgrade.server.WebSocketSession;
import io.hotupgrade.server.support.FieldByType;
import io.hotupgrade.server.support.NativeSession;
import io.hotupgrade.server.support.WebSocketLink;
import io.undertow.server.protocol.framed.AbstractFramedChannel;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;

/**
 * A WebSocket of Undertow's on a connection that was upgraded to one.
 */
final class UndertowWebSocket implements WebSocketLink {

	private final WebSocketChannel channel;

	private final String path;

	private final Runnable end;

	private UndertowWebSocket(WebSocketChannel channel, String path, Runnable end) {
		this.channel = channel;
		this.path = path;
		this.end = end;
	}

	/**
	 * Finds the WebSocket on a connection.
	 * @param http the connection at the level of HTTP
	 * @param path path of the request that upgraded it
	 * @param end ends the connection
	 * @return the WebSocket, or {@code null} if there is none or Undertow's version is an
	 * unknown one
	 */
	static @Nullable UndertowWebSocket find(StreamConnection http, String path, Runnable end) {
		WebSocketChannel channel = find(http);
		return (channel != null) ? new UndertowWebSocket(channel, path, end) : null;
	}

	private static @Nullable WebSocketChannel find(StreamConnection http) {
		Object framed = FieldByType.read(http.getSourceChannel().getReadListener(), AbstractFramedChannel.class);
		return (framed instanceof WebSocketChannel channel) ? channel : null;
	}

	/**
	 * Whether one of both sides has said that it ends the session.
	 * @param http the connection at the level of HTTP, which may be closed
	 * @return whether a close frame was sent or received
	 */
	static boolean tookLeave(StreamConnection http) {
		WebSocketChannel channel = find(http);
		return channel != null && (channel.isCloseFrameSent() || channel.isCloseFrameReceived());
	}

	@Override
	public WebSocketSession session() {
		WebSocketSession session = Jsr.PRESENT ? Jsr.session(this.channel, this.path) : null;
		return (session != null) ? session
				: new NativeSession(this.path, this.channel, (text) -> WebSockets.sendTextBlocking(text, this.channel));
	}

	@Override
	public void close(String reason) throws IOException {
		if (!Jsr.PRESENT || !Jsr.close(this.channel, reason)) {
			closeLate(reason);
		}
	}

	@Override
	public void closeLate(String reason) {
		if (this.channel.isOpen() && !this.channel.isCloseFrameSent() && !this.channel.isCloseFrameReceived()) {
			WebSockets.sendClose(CloseMessage.GOING_AWAY, reason, this.channel, null);
		}
	}

	@Override
	public void end() {
		this.end.run();
	}

	/**
	 * What needs {@code undertow-websockets-jsr}. A session is closed through the JSR's
	 * interface, so that the application's endpoint learns of it.
	 */
	private static final class Jsr {

		static final boolean PRESENT = isPresent();

		private static boolean isPresent() {
			try {
				Class.forName("io.undertow.websockets.jsr.UndertowSession", false,
						UndertowWebSocket.class.getClassLoader());
				return true;
			}
			catch (ClassNotFoundException | LinkageError ex) {
				return false;
			}
		}

		static @Nullable WebSocketSession session(WebSocketChannel channel, String path) {
			UndertowSession session = find(channel);
			return (session != null) ? new NativeSession(path, session, session.getBasicRemote()::sendText) : null;
		}

		static boolean close(WebSocketChannel channel, String reason) throws IOException {
			UndertowSession session = find(channel);
			if (session == null) {
				return false;
			}
			session.close(new CloseReason(CloseCodes.GOING_AWAY, reason));
			return true;
		}

		private static @Nullable UndertowSession find(WebSocketChannel channel) {
			return (channel.getReceiveSetter() instanceof ChannelListener.SimpleSetter<?> receive)
					? FieldByType.read(receive.get(), UndertowSession.class) : null;
		}

	}

}
