package io.hotupgrade.netty;

import io.hotupgrade.WarmUp;
import io.hotupgrade.server.support.WarmUpSecret;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets only those requests through to the application that know the secret of their
 * listener, and marks them.
 */
final class LoopbackGate extends ChannelInboundHandlerAdapter {

	private static final AttributeKey<Boolean> PASSED = AttributeKey.valueOf(LoopbackGate.class.getName() + ".passed");

	private final WarmUpSecret secret;

	private boolean refused;

	LoopbackGate(WarmUpSecret secret) {
		this.secret = secret;
	}

	/**
	 * Whether the requests on a connection have known a secret.
	 * @param channel the connection
	 * @return whether one has
	 */
	static boolean isPassed(Channel channel) {
		return Boolean.TRUE.equals(channel.attr(PASSED).get());
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (this.refused) {
			ReferenceCountUtil.release(message);
		}
		else if (message instanceof HttpRequest request && !admit(ctx, request)) {
			this.refused = true;
			ReferenceCountUtil.release(message);
			refuse(ctx);
		}
		else {
			ctx.fireChannelRead(message);
		}
	}

	private boolean admit(ChannelHandlerContext ctx, HttpRequest request) {
		boolean admitted = this.secret.matches(request.headers().get(WarmUpSecret.HEADER));
		if (admitted) {
			ctx.channel().attr(PASSED).set(true);
			request.headers().remove(WarmUpSecret.HEADER).set(WarmUp.HEADER, "true");
		}
		return admitted;
	}

	private static void refuse(ChannelHandlerContext ctx) {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.FORBIDDEN);
		response.headers()
			.set(HttpHeaderNames.CONTENT_LENGTH, 0)
			.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
		ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
	}

}
