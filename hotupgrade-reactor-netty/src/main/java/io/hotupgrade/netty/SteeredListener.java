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
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
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

	/** As long as an accept queue may be, as a rule. */
	private static final int ALL = 4_096;

	private final ServerSocketChannel channel;

	private final Owner owner;

	private final int usuallyAtOnce;

	private volatile ServerListener description;

	private @Nullable CompletableFuture<Void> stopping;

	SteeredListener(ServerSocketChannel channel, Owner owner) {
		this.channel = channel;
		this.owner = owner;
		this.usuallyAtOnce = usuallyAtOnce(channel);
		this.description = new ServerListener("", new InetSocketAddress(0));
	}

	/**
	 * How many are accepted before others get their turn, and whether that can be
	 * changed.
	 */
	private static int usuallyAtOnce(ServerSocketChannel channel) {
		if (channel.config().getRecvByteBufAllocator() instanceof DefaultMaxMessagesRecvByteBufAllocator accepts) {
			// Otherwise epoll believes after each that it was the last.
			accepts.respectMaybeMoreData(false);
			return accepts.maxMessagesPerRead();
		}
		return 0;
	}

	@Override
	public void bind(ChannelHandlerContext ctx, SocketAddress requested, ChannelPromise promise) {
		String name = this.owner.newListenerName();
		ListenerPlan plan;
		try {
			plan = this.owner.plan(name, (InetSocketAddress) requested);
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
		this.owner.openedBy(this);
		this.channel.closeFuture().addListener((closed) -> {
			if (!isStopping()) {
				this.owner.closedBy(this);
			}
		});
	}

	private synchronized boolean isStopping() {
		return this.stopping != null;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object accepted) {
		this.owner.accepted((Channel) accepted);
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

	/**
	 * There is none but a pause after an accept has failed. But Netty accepts some,
	 * serves them on the same thread and accepts some more, while the time runs out for
	 * those who wait.
	 */
	@Override
	public void acceptBeyondLimits() {
		acceptAtOnce(ALL);
		this.channel.config().setAutoRead(true);
	}

	@Override
	public void acceptWithinLimits() {
		acceptAtOnce(this.usuallyAtOnce);
	}

	private void acceptAtOnce(int most) {
		if (this.usuallyAtOnce > 0) {
			((MaxMessagesRecvByteBufAllocator) this.channel.config().getRecvByteBufAllocator())
				.maxMessagesPerRead(most);
		}
	}

	@Override
	public synchronized CompletableFuture<Void> stopListening() {
		if (this.stopping == null) {
			this.stopping = new CompletableFuture<>();
			this.owner.goesOnWithoutListener();
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

	/**
	 * Whose listener it is.
	 */
	interface Owner {

		/**
		 * The name of a listener that is about to be bound.
		 * @return the name
		 */
		String newListenerName();

		/**
		 * Asks how a listener is to be bound.
		 * @param listenerName its name
		 * @param requested the address that is configured
		 * @return how
		 * @throws IOException if it cannot be bound
		 */
		ListenerPlan plan(String listenerName, InetSocketAddress requested) throws IOException;

		/**
		 * Tells that a listener was bound.
		 * @param listener the listener
		 */
		void openedBy(SteeredListener listener);

		/**
		 * Tells that Reactor Netty has closed a listener, which is how it stops.
		 * @param listener the listener
		 */
		void closedBy(SteeredListener listener);

		/** Tells that a listener is about to be closed while the server goes on. */
		void goesOnWithoutListener();

		/**
		 * Tells that a connection was accepted.
		 * @param channel the connection
		 */
		void accepted(Channel channel);

	}

}
