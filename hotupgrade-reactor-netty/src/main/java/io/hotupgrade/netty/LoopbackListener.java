package io.hotupgrade.netty;

import java.net.InetSocketAddress;
import java.util.Map;

import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.support.WarmUpSecret;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;

/**
 * An open {@link PrivateListener}. Any process of the machine can connect there.
 */
final class LoopbackListener implements PrivateListener {

	private final WarmUpSecret secret = new WarmUpSecret();

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

	private volatile @Nullable DisposableServer server;

	void listensOn(DisposableServer bound) {
		this.server = bound;
	}

	/**
	 * Takes a connection, whose requests have to know the secret.
	 * @param channel the connection, with all that Reactor Netty needs
	 */
	void admit(Channel channel) {
		this.connections.add(channel);
		channel.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, null, new LoopbackGate(this.secret));
	}

	@Override
	public InetSocketAddress address() {
		return (InetSocketAddress) this.server.address();
	}

	@Override
	public Map<String, String> headers() {
		return this.secret.headers();
	}

	@Override
	public void close() {
		this.server.channel().close();
		this.connections.close();
	}

}
