package io.hotupgrade.tomcat;

import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractHttp2ServerTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.RawHttp2Connection;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of HTTP/2 for Tomcat.
 */
class TomcatHttp2Tests extends AbstractHttp2ServerTests {

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestTomcat(registry, setup, DrainHooks.NONE,
				(connector) -> connector.addUpgradeProtocol(new Http2Protocol()))
			.start();
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

	/**
	 * The streams learn of the client's end before the connection does.
	 */
	@Test
	void clientThatIsLostIsNotCountedAsBrokenOff() throws Exception {
		this.server.startDraining();
		for (int i = 0; i < 20; i++) {
			try (RawHttp2Connection connection = connect()) {
				for (int stream = 1; stream < 12; stream += 2) {
					connection.get(stream, "/large");
				}
				awaitLoad(1, 6);
				connection.settings();
			}
			awaitLoad(0, 0);
		}
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

}
