package io.hotupgrade.undertow;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractServletFarewellTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.ServletMapping;
import io.hotupgrade.server.tests.TestKeyStore;
import io.undertow.websockets.jsr.UndertowSession;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.websocket.servlet.UndertowWebSocketServletWebServerCustomizer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of farewells for Undertow, and what is special there.
 */
class UndertowFarewellTests extends AbstractServletFarewellTests {

	private static final String PROXY = "PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n";

	@TempDir
	private static Path keys;

	private SSLContext tls;

	/** Spring Boot ends its threads before it undeploys the application. */
	@Override
	protected boolean takesLeaveAtStop() {
		return false;
	}

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup, DrainHooks hooks, List<ServletMapping> servlets)
			throws Exception {
		TestKeyStore keyStore = TestKeyStore.create(keys);
		this.tls = keyStore.clientContext();
		return new TestUndertow(registry, setup, hooks, (factory) -> {
			new UndertowWebSocketServletWebServerCustomizer().customize(factory);
			factory.addBuilderCustomizers(new ProxyProtocolListener(),
					new ProxyProtocolListener(keyStore.serverContext()));
			TestUndertow.add(factory, servlets);
		}).start();
	}

	private RawConnection connectThroughProxy(boolean secure) throws IOException {
		if (secure) {
			return connect(new ProxiedSockets(PROXY, this.tls, "http/1.1"), 2);
		}
		RawConnection connection = connect(SocketFactory.getDefault(), 1);
		connection.send(PROXY);
		return connection;
	}

	@Test
	void webSocketThatTheServerEndsWithoutACloseFrameIsBrokenOff() throws Exception {
		RawConnection connection = upgrade(connect());
		server().startDraining();
		((UndertowSession) session()).getWebSocketChannel().close();
		assertThat(connection.ended()).isTrue();
		await(server().whenEmpty());
		assertThat(server().brokenOff())
			.isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.WEBSOCKET, 1), List.of("/ws")));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void webSocketThatTheClientEndsBehindTheProxyProtocolIsNotBrokenOff(boolean secure) throws Exception {
		RawConnection connection = upgrade(connectThroughProxy(secure));
		server().startDraining();
		connection.close();
		await(server().whenEmpty());
		assertThat(server().brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void webSocketBehindTheProxyProtocolIsClosedAsGoingAway(boolean secure) throws Exception {
		RawConnection connection = upgrade(connectThroughProxy(secure));
		server().startDraining();
		server().sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
		assertGoingAway(connection);
		assertThat(connection.ended()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eventStreamBehindTheProxyProtocolIsEnded(boolean secure) throws Exception {
		RawConnection connection = connectThroughProxy(secure);
		connection.send(RawConnection.get("/events"));
		awaitActivity(TrafficKind.STREAM);
		server().startDraining();
		server().closeIdleConnections();
		server().sayFarewell(TrafficKind.STREAM, Duration.ZERO);
		assertThat(connection.receive().body()).isEqualTo("data: 1\n\ndata: last\n\n");
		await(server().whenEmpty());
	}

}
