package io.hotupgrade.netty;

import java.net.InetAddress;
import java.nio.file.Path;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.RawHttp2Connection;
import io.hotupgrade.server.tests.TestHandler;
import io.hotupgrade.server.tests.TestKeyStore;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.tcp.SslProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose protocol is negotiated with TLS.
 */
class ReactorNettyAlpnTests {

	@TempDir
	private static Path directory;

	private final TestHandler handler = new TestHandler();

	private TestKeyStore keyStore;

	private TestReactorNetty netty;

	private UpgradableServer server;

	@BeforeEach
	void start() throws Exception {
		this.keyStore = TestKeyStore.create(directory);
		SslProvider.GenericSslContextSpec<?> tls = Http2SslContextSpec
			.forServer(TestReactorNetty.keys(this.keyStore.file()));
		FakeRegistry registry = new FakeRegistry();
		this.netty = new TestReactorNetty(registry, new Setup(0, this.handler, null), DrainHooks.NONE, true,
				(configured) -> TestReactorNetty.secure(configured, tls).protocol(HttpProtocol.HTTP11, HttpProtocol.H2))
			.start();
		this.server = registry.servers().get(0);
	}

	@AfterEach
	void stop() {
		this.handler.release();
		this.netty.close();
	}

	private int port() {
		return this.server.listeners().get(0).address().getPort();
	}

	@Test
	void clientOfHttp2IsToldToGoAwayAndServedUntilThen() throws Exception {
		SSLSocket socket = (SSLSocket) this.keyStore.clientContext()
			.getSocketFactory()
			.createSocket(InetAddress.getLoopbackAddress(), port());
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { "h2" });
		socket.setSSLParameters(parameters);
		try (RawHttp2Connection connection = new RawHttp2Connection(socket)) {
			connection.get(1, "/hello");
			assertThat(connection.body(1)).isEqualTo("hello");
			assertThat(this.server.activity().byProtocol()).containsKey(TrafficKind.HTTP2);
			connection.get(3, "/wait");
			this.handler.awaitWaiting(1);
			this.server.startDraining();
			this.handler.release();
			assertThat(connection.body(3)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(Integer.MAX_VALUE);
			connection.get(5, "/hello");
			assertThat(connection.body(5)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(5);
			assertThat(connection.ended()).isTrue();
		}
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void clientOfHttp1IsToldWithTheResponse() throws Exception {
		try (RawConnection connection = new RawConnection(this.keyStore.clientContext().getSocketFactory(), port())) {
			assertThat(connection.exchange("/hello").endsConnection()).isFalse();
			this.server.startDraining();
			assertThat(connection.exchange("/hello").endsConnection()).isTrue();
			assertThat(connection.ended()).isTrue();
		}
	}

}
