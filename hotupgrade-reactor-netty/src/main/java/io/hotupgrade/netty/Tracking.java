package io.hotupgrade.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import reactor.netty.NettyPipeline;

/**
 * Places what tracks a connection in its pipeline, where TLS negotiates the protocol when
 * that is done.
 */
final class Tracking extends ChannelInboundHandlerAdapter {

	private final NettyConnection connection;

	private Tracking(NettyConnection connection) {
		this.connection = connection;
	}

	/**
	 * Begins to track a connection.
	 * @param connection the connection
	 * @param pipeline its pipeline, with all that Reactor Netty needs
	 */
	static void begin(NettyConnection connection, ChannelPipeline pipeline) {
		pipeline.addFirst(connection.end());
		if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
			pipeline.addBefore(NettyPipeline.H2OrHttp11Codec, null, new Tracking(connection));
		}
		else {
			trackRequests(connection, pipeline);
		}
	}

	private static void trackRequests(NettyConnection connection, ChannelPipeline pipeline) {
		if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
			pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new Http1Tracking(connection));
		}
		else if (pipeline.get(Http2FrameCodec.class) != null) {
			pipeline.addAfter(pipeline.context(Http2FrameCodec.class).name(), null, new Http2Tracking(connection));
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
		ctx.fireUserEventTriggered(event);
		if (event instanceof SslHandshakeCompletionEvent && !ctx.isRemoved()) {
			trackRequests(this.connection, ctx.pipeline());
			ctx.pipeline().remove(this);
		}
	}

}
