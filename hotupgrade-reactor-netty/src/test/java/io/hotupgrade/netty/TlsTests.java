package io.hotupgrade.netty;

import java.nio.file.Path;

import io.hotupgrade.server.tests.TestKeyStore;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Tls}.
 */
class TlsTests {

	@TempDir
	private static Path directory;

	private static SslContext context() throws Exception {
		return SslContextBuilder.forServer(TestReactorNetty.keys(TestKeyStore.create(directory).file())).build();
	}

	@Test
	void clientThatHasNotSaidWhomItWantsIsAboutToNegotiate() throws Exception {
		SslContext context = context();
		EmbeddedChannel channel = new EmbeddedChannel(new SniHandler((name) -> context));
		assertThat(Tls.isNegotiating(channel.pipeline())).isTrue();
		assertThat(Tls.hasClientLeft(channel.pipeline())).isFalse();
	}

	@Test
	void clientWhoseHandshakeIsNotOverNegotiates() throws Exception {
		EmbeddedChannel channel = new EmbeddedChannel();
		SSLEngine engine = context().newEngine(channel.alloc());
		channel.pipeline().addFirst(new SslHandler(engine));
		assertThat(Tls.isNegotiating(channel.pipeline())).isTrue();
		engine.closeInbound();
		assertThat(Tls.hasClientLeft(channel.pipeline())).isTrue();
	}

	@Test
	void plainConnectionHasNothingToNegotiate() {
		EmbeddedChannel channel = new EmbeddedChannel();
		assertThat(Tls.isNegotiating(channel.pipeline())).isFalse();
		assertThat(Tls.hasClientLeft(channel.pipeline())).isFalse();
	}

}
