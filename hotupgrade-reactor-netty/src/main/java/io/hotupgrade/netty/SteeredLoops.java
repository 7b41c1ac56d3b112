package io.hotupgrade.netty;

import java.time.Duration;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * The threads of a server, which also make its channels: the one moment at which a
 * listener is there and not bound yet.
 */
final class SteeredLoops implements LoopResources {

	private final LoopResources loops;

	private final SteeredListener.Owner owner;

	private SteeredLoops(LoopResources loops, SteeredListener.Owner owner) {
		this.loops = loops;
		this.owner = owner;
	}

	/**
	 * Threads that make the listeners of a server.
	 * @param loops the threads, which may be such already
	 * @param owner the server
	 * @return the threads
	 */
	static SteeredLoops of(LoopResources loops, SteeredListener.Owner owner) {
		return (loops instanceof SteeredLoops steered && steered.owner == owner) ? steered
				: new SteeredLoops(loops, owner);
	}

	/** The threads as they were. */
	LoopResources plain() {
		return this.loops;
	}

	@Override
	public <C extends Channel> C onChannel(Class<C> channelType, EventLoopGroup group) {
		C channel = this.loops.onChannel(channelType, group);
		if (channel instanceof ServerSocketChannel listening) {
			listening.pipeline().addLast(new SteeredListener(listening, this.owner));
		}
		return channel;
	}

	@Override
	public <C extends Channel> Class<? extends C> onChannelClass(Class<C> channelType, EventLoopGroup group) {
		return this.loops.onChannelClass(channelType, group);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return this.loops.onServer(useNative);
	}

	@Override
	public EventLoopGroup onServerSelect(boolean useNative) {
		return this.loops.onServerSelect(useNative);
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return this.loops.onClient(useNative);
	}

	@Override
	public boolean daemon() {
		return this.loops.daemon();
	}

	@Override
	public void dispose() {
		this.loops.dispose();
	}

	@Override
	public boolean isDisposed() {
		return this.loops.isDisposed();
	}

	@Override
	public Mono<Void> disposeLater() {
		return this.loops.disposeLater();
	}

	@Override
	public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
		return this.loops.disposeLater(quietPeriod, timeout);
	}

}
