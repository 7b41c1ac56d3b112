package io.hotupgrade.netty;

import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.support.DrainState;
import io.hotupgrade.server.support.RequestTracking;
import io.hotupgrade.server.tests.FakeRegistry;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NettyConnectionTests {

	private final FakeRegistry registry = new FakeRegistry();

	/** As Netty hands it out that has accepted it. */
	private final EmbeddedChannel channel = new EmbeddedChannel(DefaultChannelId.newInstance(), false, false);

	private final NettyConnection connection = new NettyConnection(this.channel, new DrainState(DrainHooks.NONE),
			() -> {
			}, new RequestTracking(this.registry.requestMeter(), this.registry.requestRecorder("server")));

	@Test
	void whatIsToBeDoneWithAConnectionThatHasNoThreadYetIsDoneWhenItHas() throws Exception {
		AtomicInteger done = new AtomicInteger();
		this.connection.execute(done::incrementAndGet);
		this.channel.register();
		this.channel.runPendingTasks();
		assertThat(done).hasValue(1);
		assertThat(this.channel.pipeline().get(OnceRegistered.class)).isNull();
	}

	@Test
	void connectionThatHasNoThreadYetIsCutWhenItHas() throws Exception {
		this.connection.closeNow();
		this.channel.register();
		this.channel.runPendingTasks();
		assertThat(this.channel.isOpen()).isFalse();
	}

}
