package io.hotupgrade.undertow;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.tests.AbstractHttp2ServerTests;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.RawHttp2Connection;
import io.hotupgrade.server.tests.TestKeyStore;
import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.Http2;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of HTTP/2 for Undertow, and what is special there.
 */
class UndertowHttp2Tests extends AbstractHttp2ServerTests {

	private static final String PROXY = "PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n";

	@TempDir
	private static Path keys;

	private TestKeyStore keyStore;

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		this.keyStore = TestKeyStore.create(keys);
		TestKeyStore keyStore = this.keyStore;
		return new TestUndertow(registry, setup, (factory) -> {
			Http2 http2 = new Http2();
			http2.setEnabled(true);
			factory.setHttp2(http2);
			factory.addBuilderCustomizers(new ProxyProtocolListener(),
					new ProxyProtocolListener(keyStore.serverContext()));
			factory.addInitializers((context) -> {
				var breaking = context.addServlet("breaking", new BreakingServlet());
				breaking.setAsyncSupported(true);
				breaking.addMapping("/timed-out", "/torn");
			});
		}).start();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectionBehindTheProxyProtocolIsToldToGoAway(boolean used) throws Exception {
		int port = this.server.listeners().get(1).address().getPort();
		try (RawHttp2Connection connection = new RawHttp2Connection(port, PROXY)) {
			if (used) {
				connection.get(1, "/hello");
				connection.body(1);
			}
			else {
				connection.settings();
			}
			awaitLoad(1, 0);
			this.server.startDraining();
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
			assertThat(connection.goAway()).isEqualTo(used ? 1 : 0);
			assertThat(connection.ended()).isTrue();
		}
	}

	private RawHttp2Connection connectWithTlsThroughProxy() throws Exception {
		ProxiedSockets sockets = new ProxiedSockets(PROXY, this.keyStore.clientContext(), "h2");
		return new RawHttp2Connection(sockets.createSocket(InetAddress.getLoopbackAddress(),
				this.server.listeners().get(2).address().getPort()));
	}

	@Test
	void idleTlsConnectionBehindTheProxyProtocolIsToldToGoAway() throws Exception {
		try (RawHttp2Connection connection = connectWithTlsThroughProxy()) {
			connection.get(1, "/hello");
			assertThat(connection.body(1)).isEqualTo("hello");
			awaitLoad(1, 0);
			this.server.startDraining();
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
			assertThat(connection.goAway()).isEqualTo(1);
			assertThat(connection.ended()).isTrue();
			this.server.whenEmpty().get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void clientThatLeavesWithTlsBehindTheProxyProtocolGetsItsAnswers() throws Exception {
		try (RawHttp2Connection connection = connectWithTlsThroughProxy()) {
			connection.get(1, "/wait");
			connection.get(3, "/wait");
			this.handler.awaitWaiting(2);
			awaitLoad(1, 2);
			this.server.startDraining();
			connection.sendGoAway();
			connection.ping();
			connection.awaitPong();
			this.handler.release();
			connection.bodies(1, 3);
			assertThat(connection.goAway()).isEqualTo(3);
			assertThat(connection.ended()).isTrue();
			awaitLoad(0, 0);
			assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
		}
	}

	@Test
	void streamsOfATlsClientThatIsGoneAreNotBrokenOff() throws Exception {
		RawHttp2Connection connection = connectWithTlsThroughProxy();
		connection.get(1, "/wait");
		this.handler.awaitWaiting(1);
		this.server.startDraining();
		connection.close();
		this.server.whenEmpty().get(10, TimeUnit.SECONDS);
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void streamThatTheContainerResetsIsBrokenOff() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			this.handler.awaitWaiting(1);
			this.server.startDraining();
			connection.get(3, "/timed-out");
			connection.awaitReset(3);
			this.handler.release();
			assertThat(connection.body(1)).isEqualTo("hello");
			this.server.whenEmpty().get(10, TimeUnit.SECONDS);
			assertThat(this.server.brokenOff())
				.isEqualTo(new CutTraffic(0, 1, Map.of(TrafficKind.HTTP2, 1), List.of("/timed-out")));
		}
	}

	@Test
	void streamsOnAConnectionThatTheServerClosesAreBrokenOff() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			this.handler.awaitWaiting(1);
			this.server.startDraining();
			connection.get(3, "/torn");
			this.server.whenEmpty().get(10, TimeUnit.SECONDS);
			CutTraffic brokenOff = this.server.brokenOff();
			assertThat(brokenOff.connections()).isOne();
			assertThat(brokenOff.byKind()).isEqualTo(Map.of(TrafficKind.HTTP2, 2));
			assertThat(brokenOff.paths()).containsExactlyInAnyOrder("/wait", "/torn");
		}
	}

	/**
	 * Begins responses that do not reach their end.
	 */
	private static final class BreakingServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			request.startAsync().setTimeout(200);
			response.getOutputStream().print("begun");
			response.flushBuffer();
			if (request.getRequestURI().equals("/torn")) {
				Http2Channels.of(ServletRequestContext.requireCurrent().getExchange().getConnection()).close();
			}
		}

	}

}
