package io.hotupgrade.netty;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.support.TrackedServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import org.jspecify.annotations.Nullable;

/**
 * A listener that is bound as the registry plans it, and whose connections are known to
 * their server. Stands before Reactor Netty's acceptor.
 */
final class SteeredListener extends ChannelDuplexHandler implements TrackedServer.Listener {

	private final ServerSocketChannel channel;

	private final NettyServer server;

	private volatile ServerListener description;

	private @Nullable CompletableFuture<Void> stopping;

	SteeredListener(ServerSocketChannel channel, NettyServer server) {
		this.channel = channel;
		this.server = server;
		this.description = new ServerListener("", new InetSocketAddress(0));
	}

	@Override
	public void bind(ChannelHandlerContext ctx, SocketAddress requested, ChannelPromise promise) {
		String name = this.server.newListenerName();
		ListenerPlan plan;
		try {
			plan = this.server.plan(name, (InetSocketAddress) requested);
		}
		catch (IOException ex) {
			promise.setFailure(ex);
			return;
		}
		// A promise of its own, as those of Reactor Netty take no listeners.
		ChannelPromise bound = ctx.newPromise();
		bound.addListener((done) -> {
			plan.close();
			if (done.isSuccess()) {
				opened(name);
				promise.setSuccess();
			}
			else {
				promise.setFailure(done.cause());
			}
		});
		if (plan.reusePort() && !share()) {
			bound.setFailure(new BindException("The port of " + requested + " cannot be shared by " + this.channel
					+ ", which does not know SO_REUSEPORT"));
			return;
		}
		ctx.bind(plan.address(), bound);
	}

	private boolean share() {
		ChannelOption<Boolean> option = (this.channel instanceof NioServerSocketChannel)
				? NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT) : UnixChannelOption.SO_REUSEPORT;
		return this.channel.config().setOption(option, true);
	}

	private void opened(String name) {
		this.description = new ServerListener(name, this.channel.localAddress());
		this.server.openedBy(this);
		this.channel.closeFuture().addListener((closed) -> {
			if (!isStopping()) {
				this.server.closedBy(this);
			}
		});
	}

	private synchronized boolean isStopping() {
		return this.stopping != null;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object accepted) {
		this.server.accepted((Channel) accepted);
		ctx.fireChannelRead(accepted);
	}

	@Override
	public ServerListener description() {
		return this.description;
	}

	@Override
	public boolean isOpen() {
		return this.channel.isOpen() && !isStopping();
	}

	/** There is none but a pause after an accept has failed. */
	@Override
	public void acceptBeyondLimits() {
		this.channel.config().setAutoRead(true);
	}

	@Override
	public void acceptWithinLimits() {
		// Reactor Netty has no limit of open connections.
	}

	@Override
	public synchronized CompletableFuture<Void> stopListening() {
		if (this.stopping == null) {
			this.stopping = new CompletableFuture<>();
			this.server.goesOnWithoutListener();
			this.channel.close().addListener((closed) -> gone(this.stopping));
		}
		return this.stopping;
	}

	/** The JDK keeps the kernel's socket until a selector has looked at it once more. */
	private void gone(CompletableFuture<Void> stopped) {
		try {
			NextPass.run(this.channel.eventLoop(),
					() -> NextPass.run(this.channel.eventLoop(), () -> stopped.complete(null)));
		}
		catch (RejectedExecutionException ex) {
			stopped.complete(null);
		}
	}

}
