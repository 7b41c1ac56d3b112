package io.hotupgrade.jetty;

import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractHttp2ServerTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.RawHttp2Connection;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of HTTP/2 for Jetty.
 */
class JettyHttp2Tests extends AbstractHttp2ServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestJetty(registry, setup, DrainHooks.NONE, (connector) -> connector
			.addConnectionFactory(new HTTP2CServerConnectionFactory(new HttpConfiguration()))).start();
	}

	@Test
	void connectionThatIsMadeWhileDrainingIsToldBehindTheSettings() throws Exception {
		this.server.startDraining();
		for (int i = 0; i < 20; i++) {
			try (RawHttp2Connection connection = connect()) {
				connection.settings();
				assertThat(connection.goAway()).isEqualTo(Integer.MAX_VALUE);
				connection.get(1, "/hello");
				assertThat(connection.body(1)).isEqualTo("hello");
			}
		}
	}

	@Test
	void clientThatIsLostIsNotCountedAsBrokenOff() throws Exception {
		for (int i = 0; i < 20; i++) {
			try (RawHttp2Connection connection = connect()) {
				for (int stream = 1; stream < 12; stream += 2) {
					connection.get(stream, "/large");
				}
				awaitLoad(1, 6);
				this.server.startDraining();
				connection.settings();
			}
			awaitLoad(0, 0);
			assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
			this.server.stopDraining();
		}
	}

}
