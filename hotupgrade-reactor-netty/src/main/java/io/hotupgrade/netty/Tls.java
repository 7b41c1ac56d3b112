package io.hotupgrade.netty;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;

/**
 * What is known of the TLS of a connection.
 */
final class Tls {

	private Tls() {
	}

	/**
	 * Whether the connection is still to be secured. Until the client has said whom it
	 * wants, which has its own certificate perhaps, there is no handler for that: Spring
	 * Boot lets all its servers ask.
	 * @param pipeline the connection's pipeline
	 * @return whether its handshake is not over
	 */
	static boolean isNegotiating(ChannelPipeline pipeline) {
		if (pipeline.get(AbstractSniHandler.class) != null) {
			return true;
		}
		SslHandler tls = pipeline.get(SslHandler.class);
		return tls != null && !tls.handshakeFuture().isDone();
	}

	/**
	 * Whether the client has said that nothing more comes.
	 * @param pipeline the connection's pipeline
	 * @return whether it has
	 */
	static boolean hasClientLeft(ChannelPipeline pipeline) {
		SslHandler tls = pipeline.get(SslHandler.class);
		return tls != null && tls.engine().isInboundDone();
	}

}
