package io.hotupgrade.server.tests;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.LearnedRequests;
import io.hotupgrade.LearnedRequests.LeftOut;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerLoad;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.learn.RequestRecorder;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link UpgradableServer} that speaks HTTP/2 has to do: its connections are
 * counted and drained without cutting a stream.
 *
 * @since 0.1.0
 */
public abstract class AbstractHttp2ServerTests {

	protected static final int NO_LIMIT = Integer.MAX_VALUE;

	protected final TestHandler handler = new TestHandler();

	private final FakeRegistry registry = new FakeRegistry();

	private AutoCloseable running;

	protected UpgradableServer server;

	/**
	 * Starts a server named {@code server} that listens on the loopback address and
	 * speaks HTTP/2 without TLS.
	 * @param registry the registry to use
	 * @param setup what the server is to be like
	 * @return stops the server
	 * @throws Exception if the server does not start
	 */
	protected abstract AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception;

	@BeforeEach
	void startServer() throws Exception {
		this.running = start(this.registry, new Setup(0, this.handler, null));
		this.server = this.registry.servers().get(0);
	}

	@AfterEach
	void stopServer() throws Exception {
		this.handler.release();
		this.running.close();
	}

	protected final RawHttp2Connection connect() throws Exception {
		return new RawHttp2Connection(this.server.listeners().get(0).address().getPort());
	}

	protected final void awaitLoad(int connections, int requests) {
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
	void requestsAreLearned() throws Exception {
		RequestRecorder recorder = this.registry.requestRecorder("server");
		recorder.start(new LearnSettings(10, (path) -> false, List.of()));
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/hello?a=b");
			connection.body(1);
			connection.get(3, "/with-cookie");
			connection.body(3);
			connection.get(5, "/no-store");
			connection.body(5);
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(recorder.learned()).isEqualTo(
						new LearnedRequests(true, List.of(new LearnedRequest("/hello?a=b", "", "/hello", 10_000)),
								Map.of(LeftOut.COOKIE_SET, 1L, LeftOut.NOT_TO_BE_STORED, 1L))));
		}
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
	void clientThatIsSentElsewhereIsToldBehindItsNextRequest() throws Exception {
		try (RawHttp2Connection connection = connect(); RawHttp2Connection silent = connect()) {
			for (RawHttp2Connection client : List.of(connection, silent)) {
				client.get(1, "/hello");
				client.body(1);
			}
			awaitLoad(2, 0);
			this.server.sendElsewhere(100);
			connection.get(3, "/hello");
			assertThat(connection.body(3)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
			assertThat(connection.goAway()).isEqualTo(3);
			assertThat(connection.ended()).isTrue();
			awaitLoad(1, 0);
			this.server.stopDraining();
			silent.get(3, "/hello");
			assertThat(silent.body(3)).isEqualTo("hello");
			silent.get(5, "/hello");
			assertThat(silent.body(5)).isEqualTo("hello");
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

	/** A reset would destroy what has arrived and was not read. */
	@Test
	void clientThatStillAsksBehindTheLastGoAwayIsNotReset() throws Exception {
		try (RawHttp2Connection connection = connect()) {
			connection.get(1, "/wait");
			this.handler.awaitWaiting(1);
			this.server.startDraining();
			this.handler.release();
			awaitLoad(0, 0);
			for (int i = 0; i < 5; i++) {
				connection.ping();
			}
			assertThat(connection.body(1)).isEqualTo("hello");
			assertThat(connection.goAway()).isEqualTo(NO_LIMIT);
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

}
