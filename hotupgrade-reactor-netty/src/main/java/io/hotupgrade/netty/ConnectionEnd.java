package io.hotupgrade.netty;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.server.support.DrainableConnection;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection next to the kernel. Where the server closes a connection of
 * which it takes leave, only its own side is closed, and the rest is read and thrown
 * away: what the client still sends would otherwise reset the connection, and with it the
 * response that it has not read yet.
 */
final class ConnectionEnd extends ChannelDuplexHandler {

	private final Owner owner;

	private volatile @Nullable ChannelHandlerContext context;

	private boolean lingers;

	ConnectionEnd(Owner owner) {
		this.owner = owner;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
	}

	/**
	 * Closes the connection at once, past all that might want to say something. On the
	 * connection's thread.
	 * @return {@code false} if there is no pipeline yet
	 */
	boolean cut() {
		ChannelHandlerContext ctx = this.context;
		if (ctx != null) {
			ctx.close();
		}
		return ctx != null;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (this.lingers) {
			ReferenceCountUtil.release(message);
		}
		else {
			ctx.fireChannelRead(message);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (cause instanceof IOException) {
			this.owner.lostClient();
		}
		ctx.fireExceptionCaught(cause);
	}

	@Override
	public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		if (this.lingers) {
			completeWhenClosed(ctx, promise);
			return;
		}
		if (ctx.channel().isActive()) {
			this.owner.closing();
			if (this.owner.lingers() && ctx.channel() instanceof DuplexChannel duplex) {
				this.lingers = true;
				completeWhenClosed(ctx, promise);
				duplex.shutdownOutput().addListener((ChannelFuture ended) -> linger(ctx, ended));
				return;
			}
		}
		ctx.close(promise);
	}

	private static void completeWhenClosed(ChannelHandlerContext ctx, ChannelPromise promise) {
		if (!promise.isVoid()) {
			ctx.channel().closeFuture().addListener((ChannelFutureListener) (closed) -> promise.trySuccess());
		}
	}

	private void linger(ChannelHandlerContext ctx, ChannelFuture ended) {
		if (!ended.isSuccess()) {
			ctx.close();
			return;
		}
		this.owner.left();
		ctx.channel().config().setAutoRead(true);
		ctx.executor().schedule((Runnable) ctx::close, DrainableConnection.LINGER.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Whose end it is.
	 */
	interface Owner {

		/** Tells that the client has reset the connection. */
		void lostClient();

		/** Tells that the server is about to close the connection. */
		void closing();

		/**
		 * Whether only this side of the connection is closed where the server closes it.
		 * @return whether it is
		 */
		boolean lingers();

		/** Tells that the end of the connection was sent. */
		void left();

	}

}
