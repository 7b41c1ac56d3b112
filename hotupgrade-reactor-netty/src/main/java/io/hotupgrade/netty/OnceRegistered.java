package io.hotupgrade.netty;

import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;

/**
 * Runs a task on the thread of a channel, as soon as it has one. To be added to its
 * pipeline, which it leaves at once.
 */
final class OnceRegistered extends ChannelHandlerAdapter {

	private final Runnable task;

	OnceRegistered(Runnable task) {
		this.task = task;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		ctx.pipeline().remove(this);
		ctx.channel().eventLoop().execute(this.task);
	}

}
