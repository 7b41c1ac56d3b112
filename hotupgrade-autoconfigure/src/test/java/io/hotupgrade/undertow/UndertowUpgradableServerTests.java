package io.hotupgrade.undertow;

import java.util.List;
import java.util.Map;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.AbstractUpgradableServerTests;
import io.hotupgrade.server.RawConnection;
import io.hotupgrade.server.RawConnection.Response;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of {@link UpgradableServer} for Undertow, and what is special there.
 */
class UndertowUpgradableServerTests extends AbstractUpgradableServerTests {

	private boolean proxyProtocol;

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestUndertow(registry, setup, (factory) -> {
			if (this.proxyProtocol) {
				factory.addBuilderCustomizers(new ProxyProtocolListener());
			}
		}).start();
	}

	@Test
	void upgradedConnectionIsLeftAloneWhileDraining() throws Exception {
		UpgradableServer server = startServer();
		server.startDraining();
		RawConnection connection = connect();
		connection.send("GET /upgrade HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: test\r\n\r\n");
		Response response = connection.receive();
		assertThat(response.status()).isEqualTo(101);
		assertThat(response.endsConnection()).isFalse();
		assertThat(connection.read("upgraded".length())).isEqualTo("upgraded");
		awaitLoad(server, 1, 0);
		server.closeIdleConnections();
		assertThat(connection.isSilent()).isTrue();
		assertThat(server.closeConnections())
			.isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.OTHER, 1), List.of("/upgrade")));
		assertThat(connection.ended()).isTrue();
	}

	@Test
	void connectionsBehindTheProxyProtocolDrain() throws Exception {
		this.proxyProtocol = true;
		UpgradableServer server = startServer();
		useListener(1);
		RawConnection connection = connect();
		connection.send("PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n" + RawConnection.get("/wait"));
		handler().awaitWaiting(1);
		awaitLoad(server, 1, 1);
		server.startDraining();
		server.closeIdleConnections();
		handler().release();
		assertThat(connection.receive().endsConnection()).isTrue();
		assertThat(connection.ended()).isTrue();
		connection.close();
		awaitLoad(server, 0, 0);
	}

}
