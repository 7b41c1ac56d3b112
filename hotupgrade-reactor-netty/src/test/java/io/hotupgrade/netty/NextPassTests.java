package io.hotupgrade.netty;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.IntSupplier;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests {@link NextPass}.
 */
class NextPassTests {

	private static final DefaultThreadFactory THREADS = new DefaultThreadFactory("next-pass", true);

	static Stream<Arguments> loops() {
		return Stream.of(
				Arguments.of(NioServerSocketChannel.class,
						(Function<SelectStrategyFactory, EventLoopGroup>) (strategy) -> new NioEventLoopGroup(1,
								THREADS, SelectorProvider.provider(), strategy)),
				Arguments.of(EpollServerSocketChannel.class,
						(Function<SelectStrategyFactory, EventLoopGroup>) (strategy) -> new EpollEventLoopGroup(1,
								THREADS, strategy)));
	}

	@ParameterizedTest
	@MethodSource("loops")
	void whatTheKernelHasIsReadFirstThoughTheLoopIsGivenTasks(Class<? extends ServerChannel> type,
			Function<SelectStrategyFactory, EventLoopGroup> loops) throws Exception {
		AtomicReference<EventLoop> given = new AtomicReference<>();
		EventLoopGroup group = loops.apply(() -> new GivesTasks(given));
		try {
			CompletableFuture<Channel> accepted = new CompletableFuture<>();
			Reads reads = new Reads(accepted);
			Channel listening = new ServerBootstrap().group(group)
				.channel(type)
				.childOption(ChannelOption.AUTO_READ, false)
				.childHandler(reads)
				.bind(InetAddress.getLoopbackAddress(), 0)
				.sync()
				.channel();
			try (SocketChannel client = SocketChannel.open(listening.localAddress())) {
				Channel connection = accepted.get(10, TimeUnit.SECONDS);
				client.write(ByteBuffer.wrap(new byte[1]));
				CompletableFuture<Boolean> read = new CompletableFuture<>();
				EventLoop loop = connection.eventLoop();
				loop.execute(() -> {
					connection.read();
					given.set(loop);
					NextPass.run(loop, () -> {
						given.set(null);
						read.complete(reads.any);
					});
				});
				assertThat(read.get(10, TimeUnit.SECONDS)).isTrue();
			}
		}
		finally {
			group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
		}
	}

	/**
	 * Gives the loop a task when it has looked whether there are any, as another thread
	 * may.
	 */
	private static final class GivesTasks implements SelectStrategy {

		private final SelectStrategy usual = DefaultSelectStrategyFactory.INSTANCE.newSelectStrategy();

		private final AtomicReference<EventLoop> loop;

		private GivesTasks(AtomicReference<EventLoop> loop) {
			this.loop = loop;
		}

		@Override
		public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
			int strategy = this.usual.calculateStrategy(selectNow, hasTasks);
			EventLoop given = this.loop.get();
			if (strategy == SELECT && given != null) {
				given.execute(() -> {
				});
			}
			return strategy;
		}

	}

	private static final class Reads extends ChannelInboundHandlerAdapter {

		private final CompletableFuture<Channel> accepted;

		private volatile boolean any;

		private Reads(CompletableFuture<Channel> accepted) {
			this.accepted = accepted;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			this.accepted.complete(context.channel());
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ReferenceCountUtil.release(message);
			this.any = true;
		}

	}

}
