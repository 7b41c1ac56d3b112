package io.hotupgrade.undertow;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.FakeRegistry;
import io.hotupgrade.server.ServerLoad;
import io.hotupgrade.server.TestHandler;
import io.hotupgrade.server.TestKeyStore;
import io.hotupgrade.server.UpgradableServer;
import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.server.Http2;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HTTP/2 connections are counted and drained without cutting a stream.
 */
class UndertowHttp2Tests {

	private static final String PROXY = "PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n";

	@TempDir
	private static Path keys;

	private static final int NO_LIMIT = Integer.MAX_VALUE;

	private final TestHandler handler = new TestHandler();

	private final FakeRegistry registry = new FakeRegistry();

	private TestKeyStore keyStore;

	private TestUndertow undertow;

	private UpgradableServer server;

	@BeforeEach
	void start() throws Exception {
		this.keyStore = TestKeyStore.create(keys);
		TestKeyStore keyStore = this.keyStore;
		this.undertow = new TestUndertow(this.registry, new Setup(0, this.handler, null), (factory) -> {
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
		this.server = this.registry.servers().get(0);
	}

	@AfterEach
	void stop() {
		this.handler.release();
		this.undertow.close();
	}

	private RawHttp2Connection connect() throws Exception {
		return new RawHttp2Connection(this.undertow.server().getPort());
	}

	private void awaitLoad(int connections, int requests) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> assertThat(this.server.load()).isEqualTo(new ServerLoad(connections, requests)));
	}

	@Test
	void everyStreamIsARequest() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			connection.get(3, "/wait");
			this.handler.awaitWaiting(2);
			awaitLoad(1, 2);
			this.handler.release();
			connection.body(3);
			awaitLoad(1, 0);
		}
		awaitLoad(0, 0);
	}

	@Test
	void idleConnectionIsToldToGoAwayWhenDrainingStarts() throws Exception {
		try (RawHttp2Connection connection = connect()) {
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
	void streamOpenedBeforeTheNoticeArrivedIsServed() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/hello");
			connection.body(1);
			awaitLoad(1, 0);
			this.server.startDraining();
			connection.get(3, "/echo");
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
			connection.get(5, "/hello");
			assertThat(connection.body(5)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(5);
		}
	}

	@Test
	void runningStreamsEndBeforeTheConnectionIsToldToGoAway() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			this.handler.awaitWaiting(1);
			awaitLoad(1, 1);
			this.server.startDraining();
			this.server.closeIdleConnections();
			this.handler.release();
			assertThat(connection.body(1)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
			assertThat(connection.goAway()).isEqualTo(1);
			assertThat(connection.ended()).isTrue();
		}
	}

	@Test
	void connectionThatIsNeverIdleIsToldToGoAwayNevertheless() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			this.handler.awaitWaiting(1);
			this.server.startDraining();
			this.server.sayFarewell(TrafficKind.HTTP2, Duration.ZERO);
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
			connection.get(3, "/hello");
			assertThat(connection.body(3)).isEqualTo("hello");
			this.handler.release();
			assertThat(connection.body(1)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(3);
		}
	}

	@Test
	void connectionEndsRightBehindItsLastResponseOnceTheNoticeHasArrived() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			this.handler.awaitWaiting(1);
			this.server.startDraining();
			this.server.sayFarewell(TrafficKind.HTTP2, Duration.ZERO);
			CompletableFuture<Void> empty = this.server.whenEmpty();
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
			long noticed = System.nanoTime();
			Awaitility.await().until(() -> System.nanoTime() - noticed > Duration.ofMillis(300).toNanos());
			assertThat(empty).isNotDone();
			this.handler.release();
			assertThat(connection.body(1)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(1);
			empty.get(10, TimeUnit.SECONDS);
			connection.get(3, "/hello");
			assertThat(connection.ended()).isTrue();
		}
	}

	@Test
	void clientIsToldNothingWhileItHasRequestsInFlight() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			this.handler.awaitWaiting(1);
			this.server.startDraining();
			for (int stream = 3; stream < 9; stream += 2) {
				connection.get(stream, "/hello");
				// Fails if a GOAWAY comes first.
				assertThat(connection.body(stream)).isEqualTo("hello");
			}
			this.handler.release();
			assertThat(connection.body(1)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void clientThatLeavesGetsItsAnswers(boolean draining) throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			connection.get(3, "/wait");
			this.handler.awaitWaiting(2);
			if (draining) {
				this.server.startDraining();
				this.server.sayFarewell(TrafficKind.HTTP2, Duration.ZERO);
				assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
			}
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
	void clientThatLeavesWithItsOnlyRequestGetsTheAnswer() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.cork();
			connection.get(1, "/wait");
			connection.sendGoAway();
			connection.uncork();
			this.handler.awaitWaiting(1);
			this.handler.release();
			assertThat(connection.body(1)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(1);
			assertThat(connection.ended()).isTrue();
		}
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
	void idleClientThatLeavesIsLeft() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/hello");
			connection.body(1);
			awaitLoad(1, 0);
			connection.sendGoAway();
			assertThat(connection.goAway()).isEqualTo(1);
			assertThat(connection.ended()).isTrue();
		}
	}

	@Test
	void connectionWithoutAnyStreamIsToldToGoAway() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.settings();
			this.server.startDraining();
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
			assertThat(connection.goAway()).isZero();
			assertThat(connection.ended()).isTrue();
		}
	}

	@Test
	void idleConnectionsAreClosed() throws Exception {
		try (RawHttp2Connection idle = connect(); RawHttp2Connection active = connect()) {
			idle.get(1, "/hello");
			idle.body(1);
			active.get(1, "/wait");
			this.handler.awaitWaiting(1);
			awaitLoad(2, 1);
			this.server.closeIdleConnections();
			assertThat(idle.goAway()).isEqualTo(1);
			assertThat(idle.ended()).isTrue();
			awaitLoad(1, 1);
			this.handler.release();
			assertThat(active.body(1)).isEqualTo("hello");
		}
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

	@Test
	void streamThatTheClientResetsIsNotBrokenOff() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			connection.get(3, "/wait");
			this.handler.awaitWaiting(2);
			this.server.startDraining();
			connection.reset(1);
			connection.ping();
			connection.awaitPong();
			this.handler.release();
			assertThat(connection.body(3)).isEqualTo("hello");
			this.server.whenEmpty().get(10, TimeUnit.SECONDS);
			assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
		}
	}

	@Test
	void streamsOfAClientThatIsGoneAreNotBrokenOff() throws Exception {
		RawHttp2Connection connection = connect();
		connection.get(1, "/wait");
		this.handler.awaitWaiting(1);
		this.server.startDraining();
		connection.close();
		this.server.whenEmpty().get(10, TimeUnit.SECONDS);
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void connectionsAreClosedByForce() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			this.handler.awaitWaiting(1);
			awaitLoad(1, 1);
			assertThat(this.server.closeConnections())
				.isEqualTo(new CutTraffic(1, 1, Map.of(TrafficKind.HTTP2, 1), List.of("/wait")));
			this.server.whenEmpty().get(10, TimeUnit.SECONDS);
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
