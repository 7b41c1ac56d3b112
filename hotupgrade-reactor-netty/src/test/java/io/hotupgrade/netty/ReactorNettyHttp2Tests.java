package io.hotupgrade.netty;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractHttp2ServerTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.RawHttp2Connection;
import org.junit.jupiter.api.Test;
import reactor.netty.http.HttpProtocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of HTTP/2 for Reactor Netty with NIO.
 */
class ReactorNettyHttp2Tests extends AbstractHttp2ServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestReactorNetty(registry, setup, DrainHooks.NONE, isNative(),
				(server) -> server.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C))
			.start();
	}

	protected boolean isNative() {
		return false;
	}

	@Test
	void connectionThatIsMadeWhileDrainingIsToldBehindTheSettings() throws Exception {
		this.server.startDraining();
		for (int i = 0; i < 20; i++) {
			try (RawHttp2Connection connection = connect()) {
				connection.settings();
				assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
				connection.get(1, "/hello");
				assertThat(connection.body(1)).isEqualTo("hello");
			}
		}
	}

}
