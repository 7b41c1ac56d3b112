package io.hotupgrade.netty;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.hotupgrade.server.ListenerPlan;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.support.TrackedServer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.resources.LoopResources;

/**
 * A server of Reactor Netty that can take part in an upgrade. Can be started again after
 * it was stopped.
 */
final class NettyServer extends TrackedServer<SteeredListener, Channel, NettyConnection>
		implements SteeredListener.Owner {

	private static final Logger logger = LoggerFactory.getLogger(NettyServer.class);

	private static final AttributeKey<NettyConnection> CONNECTION = AttributeKey
		.valueOf(NettyServer.class.getName() + ".connection");

	/** The same for all connections. */
	private final Runnable progress = connections()::tellIfEmpty;

	private final ProcessLife processLife = new ProcessLife();

	NettyServer(String name, ServerRegistry registry, DrainHooks hooks) {
		super(name, registry, hooks);
	}

	/**
	 * Makes a server take part.
	 * @param configured the server, without what handles requests
	 * @return the server to be bound
	 */
	HttpServer attach(HttpServer configured) {
		HttpServerConfig config = configured.configuration();
		SteeredLoops loops = steer(config.loopResources());
		LoopbackAccess access = new LoopbackAccess(configured.runOn(loops.plain(), config.isPreferNative()));
		reachBy(access::open);
		return configured.runOn(loops, config.isPreferNative())
			.doOnBind(access::completed)
			.doOnBound((bound) -> tellIfLeftOut(bound.channel()))
			.doOnChannelInit((observer, channel, address) -> track(channel));
	}

	private void tellIfLeftOut(Channel listening) {
		if (listening.pipeline().get(SteeredListener.class) == null) {
			logger
				.warn("The listener {} of the server '{}' does not take part in upgrades, and a successor cannot bind its "
						+ "address beside this instance, because it is no TCP socket or its threads were given to the "
						+ "server after all else", listening, name());
		}
	}

	SteeredLoops steer(LoopResources loops) {
		return SteeredLoops.of(loops, this);
	}

	/** Runs when all else is in the pipeline. */
	private static void track(Channel channel) {
		NettyConnection connection = channel.attr(CONNECTION).get();
		if (connection != null) {
			Tracking.begin(connection, channel.pipeline());
		}
	}

	/**
	 * Finds a request that is being served.
	 * @param channel the channel that it came by
	 * @return the request, or {@code null} if it is not one of these servers'
	 */
	static @Nullable NettyRequest find(Channel channel) {
		if (channel instanceof Http2StreamChannel stream) {
			NettyConnection connection = stream.parent().attr(CONNECTION).get();
			return (connection != null) ? connection.find(stream.stream()) : null;
		}
		NettyConnection connection = channel.attr(CONNECTION).get();
		return (connection != null) ? connection.serving() : null;
	}

	@Override
	public ListenerPlan plan(String listenerName, InetSocketAddress requested) throws IOException {
		return registry().plan(listenerName, requested);
	}

	@Override
	public String newListenerName() {
		forgetStopped();
		return nextListenerName();
	}

	@Override
	public void openedBy(SteeredListener listener) {
		opened(listener);
	}

	@Override
	public void closedBy(SteeredListener listener) {
		closed(listener);
	}

	@Override
	public void goesOnWithoutListener() {
		this.processLife.hold();
	}

	/** Tells that the server has been stopped. */
	void stopped() {
		forgetStopped();
		this.processLife.release();
	}

	private void forgetStopped() {
		startedListeners().filter((listener) -> !listener.isOpen()).toList().forEach(this::closed);
	}

	@Override
	public void accepted(Channel channel) {
		NettyConnection connection = new NettyConnection(channel, drain(), this.progress, requestTracking());
		channel.attr(CONNECTION).set(connection);
		connections().accepted(channel, connection);
		channel.closeFuture().addListener((closed) -> {
			connection.closed();
			connections().closed(channel);
		});
	}

}
