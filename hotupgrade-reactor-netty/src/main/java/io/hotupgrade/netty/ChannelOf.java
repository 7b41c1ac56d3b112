package io.hotupgrade.netty;

import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Finds the channel that a request came by, which Reactor Netty shows by a callback.
 */
final class ChannelOf {

	private ChannelOf() {
	}

	/**
	 * Finds it.
	 * @param request the request
	 * @return the connection with HTTP/1, the stream with HTTP/2
	 */
	static Channel request(HttpServerRequest request) {
		AtomicReference<Channel> channel = new AtomicReference<>();
		request.withConnection((connection) -> channel.set(connection.channel()));
		return channel.get();
	}

}
