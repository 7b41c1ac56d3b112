package io.hotupgrade.netty;

import java.io.IOException;

import io.hotupgrade.server.WebSocketSession;
import io.hotupgrade.server.support.NativeSession;
import io.hotupgrade.server.support.WebSocketLink;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * How a WebSocket session of Reactor Netty is closed because the instance leaves.
 */
final class WebSocketClosing implements WebSocketLink {

	private final WebsocketOutbound session;

	private final String path;

	private final Runnable cut;

	private WebSocketClosing(WebsocketOutbound session, String path, Runnable cut) {
		this.session = session;
		this.path = path;
		this.cut = cut;
	}

	/**
	 * Finds the session on a connection.
	 * @param channel the connection
	 * @param path path of the request that opened it
	 * @param cut cuts the connection
	 * @return how to close it, or {@code null} if there is none yet
	 */
	static @Nullable WebSocketClosing find(Channel channel, String path, Runnable cut) {
		return (ChannelOperations.get(channel) instanceof WebsocketOutbound session)
				? new WebSocketClosing(session, path, cut) : null;
	}

	@Override
	public WebSocketSession session() {
		return new NativeSession(this.path, this.session, this::sendText);
	}

	private void sendText(String text) throws IOException {
		try {
			this.session.sendString(Mono.just(text)).then().block();
		}
		catch (RuntimeException ex) {
			throw new IOException("The client is gone", ex);
		}
	}

	@Override
	public void close(String reason) {
		closeLate(reason);
	}

	@Override
	public void closeLate(String reason) {
		this.session.sendClose(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code(), reason).subscribe((sent) -> {
		}, (gone) -> {
			// Then there is nobody to tell.
		});
	}

	@Override
	public void end() {
		this.cut.run();
	}

}
