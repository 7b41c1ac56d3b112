package io.hotupgrade.server.tests;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.LearnedRequests.LeftOut;
import io.hotupgrade.TrafficKind;
import io.hotupgrade.WarmUp;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.ServerActivity;
import io.hotupgrade.server.ServerListener;
import io.hotupgrade.server.ServerLoad;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.learn.RequestRecorder;
import io.hotupgrade.server.tests.RawConnection.Response;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every implementation of {@link UpgradableServer} has to do, seen through that
 * interface and plain sockets.
 *
 * @since 0.1.0
 */
public abstract class AbstractUpgradableServerTests {

	private static final int TIMEOUT_SECONDS = 15;

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	@TempDir
	private static Path keys;

	private final TestHandler handler = new TestHandler();

	private final FakeRegistry registry = new FakeRegistry();

	private final List<AutoCloseable> resources = new ArrayList<>();

	private Duration patience;

	private SocketFactory sockets = SocketFactory.getDefault();

	private int port;

	/**
	 * Starts a server named {@code server} that listens on the loopback address.
	 * @param registry the registry to use
	 * @param setup what the server is to be like
	 * @return stops the server
	 * @throws Exception if the server does not start
	 */
	protected abstract AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception;

	/**
	 * What a server is to be like.
	 *
	 * @param port port to listen on, 0 for any
	 * @param handler answers all requests
	 * @param keyStore key store with {@link TestKeyStore#PASSWORD}, {@code null} for no
	 * TLS
	 */
	public record Setup(int port, TestHandler handler, Path keyStore) {

	}

	@AfterEach
	void close() throws Exception {
		this.handler.release();
		for (int i = this.resources.size() - 1; i >= 0; i--) {
			this.resources.get(i).close();
		}
	}

	/**
	 * How long a server to be started waits for the rest of a request before it closes
	 * the connection.
	 * @return how long, or empty for as long as it usually does
	 */
	protected final Optional<Duration> patience() {
		return Optional.ofNullable(this.patience);
	}

	/**
	 * Whether the server, drain or not, takes a client that has closed its side for one
	 * that is gone.
	 * @return {@code false} if it answers what the client has asked before
	 */
	protected boolean givesUpWhoHasClosedItsSide() {
		return false;
	}

	protected final TestHandler handler() {
		return this.handler;
	}

	/**
	 * Connects to another listener than the first from now on.
	 * @param index the listener's index
	 */
	protected final void useListener(int index) {
		this.port = this.registry.servers().get(0).listeners().get(index).address().getPort();
	}

	/**
	 * Makes connections in another way from now on.
	 * @param sockets the way
	 */
	protected final void useSockets(SocketFactory sockets) {
		this.sockets = sockets;
	}

	protected final UpgradableServer startServer() throws Exception {
		return startServer(null);
	}

	protected final UpgradableServer startTlsServer() throws Exception {
		TestKeyStore keyStore = TestKeyStore.create(keys);
		this.sockets = keyStore.clientContext().getSocketFactory();
		return startServer(keyStore.file());
	}

	private UpgradableServer startServer(Path keyStore) throws Exception {
		this.resources.add(start(this.registry, new Setup(0, this.handler, keyStore)));
		assertThat(this.registry.servers()).hasSize(1);
		UpgradableServer server = this.registry.servers().get(0);
		this.port = server.listeners().get(0).address().getPort();
		return server;
	}

	private UpgradableServer startServer(boolean tls) throws Exception {
		return tls ? startTlsServer() : startServer();
	}

	protected final RawConnection connect() throws IOException {
		RawConnection connection = new RawConnection(this.sockets, this.port);
		this.resources.add(connection);
		return connection;
	}

	protected final void awaitLoad(UpgradableServer server, int connections, int requests) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> assertThat(server.load()).isEqualTo(new ServerLoad(connections, requests)));
	}

	protected static void await(CompletableFuture<Void> future) throws Exception {
		future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
	}

	@Test
	void isRegisteredWithItsNameAndRealPort() throws Exception {
		UpgradableServer server = startServer();
		assertThat(server.name()).isEqualTo("server");
		assertThat(server.listeners()).hasSize(1);
		assertThat(server.listeners().get(0).name()).isEqualTo("server:0");
		assertThat(server.listeners().get(0).address().getPort()).isPositive();
		assertThat(this.registry.planned().get("server:0").getPort()).isZero();
		assertThat(connect().exchange("/hello").body()).isEqualTo("hello");
	}

	@Test
	void bindsTheAddressThatWasPlanned() throws Exception {
		InetSocketAddress free = freeAddress();
		this.registry.answer("server:0", free);
		assertThat(startServer().listeners().get(0).address()).isEqualTo(free);
	}

	private static InetSocketAddress freeAddress() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
		}
	}

	@Test
	void secondInstanceCanBindTheSamePort() throws Exception {
		startServer();
		FakeRegistry second = new FakeRegistry();
		this.resources.add(start(second, new Setup(this.port, this.handler, null)));
		assertThat(second.servers().get(0).listeners().get(0).address().getPort()).isEqualTo(this.port);
	}

	@Test
	void isUnregisteredWhenStopped() throws Exception {
		startServer();
		this.resources.get(0).close();
		assertThat(this.registry.servers()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void loadCountsConnectionsAndRequests(boolean tls) throws Exception {
		UpgradableServer server = startServer(tls);
		assertThat(server.load()).isEqualTo(ServerLoad.NONE);
		RawConnection first = connect();
		RawConnection second = connect();
		first.send(RawConnection.get("/wait"));
		assertThat(second.exchange("/hello").status()).isEqualTo(200);
		this.handler.awaitWaiting(1);
		awaitLoad(server, 2, 1);
		this.handler.release();
		assertThat(first.receive().body()).isEqualTo("hello");
		awaitLoad(server, 2, 0);
		first.close();
		second.close();
		awaitLoad(server, 0, 0);
	}

	@Test
	void acceptedCountsConnectionsThatAreClosedToo() throws Exception {
		UpgradableServer server = startServer();
		assertThat(server.accepted()).isZero();
		for (int i = 1; i <= 3; i++) {
			RawConnection connection = connect();
			connection.exchange("/hello");
			connection.exchange("/hello");
			assertThat(server.accepted()).isEqualTo(i);
			connection.close();
		}
		awaitLoad(server, 0, 0);
		assertThat(server.accepted()).isEqualTo(3);
	}

	@Test
	void requestsAreMeasuredWhileSomebodyWantsToKnow() throws Exception {
		UpgradableServer server = startServer();
		RequestMeter meter = this.registry.requestMeter();
		RawConnection connection = connect();
		connection.exchange("/hello");
		awaitNoRequests(server);
		meter.start();
		connection.exchange("/hello");
		assertThat(connection.exchange("/fail").status()).isEqualTo(503);
		// Some servers end a connection with such a response.
		connection = connect();
		Awaitility.await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> meter.statistics().requests() == 2);
		assertThat(meter.statistics().serverErrors()).isOne();
		meter.stop();
		connection.exchange("/hello");
		awaitNoRequests(server);
		meter.start();
		assertThat(meter.statistics().requests()).isZero();
	}

	/** A request may end a moment after its client has the response. */
	private static void awaitNoRequests(UpgradableServer server) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
			.untilAsserted(() -> assertThat(server.load().requests()).isZero());
	}

	@Test
	void measuredLatencyIsThatOfTheWholeRequest() throws Exception {
		startServer();
		RequestMeter meter = this.registry.requestMeter();
		meter.start();
		RawConnection connection = connect();
		long begun = System.nanoTime();
		connection.send(RawConnection.get("/wait"));
		this.handler.awaitWaiting(1);
		long waiting = System.nanoTime();
		Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
		long least = System.nanoTime() - waiting;
		this.handler.release();
		connection.receive();
		Awaitility.await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS)).until(() -> meter.statistics().requests() == 1);
		long most = System.nanoTime() - begun;
		assertThat(meter.statistics().percentile(100).toNanos()).isBetween(least, most + most / 4);
	}

	@Test
	void requestsAreLearnedWhileSomebodyWantsThat() throws Exception {
		startServer();
		RequestRecorder recorder = this.registry.requestRecorder("server");
		RawConnection connection = connect();
		connection.exchange("/hello");
		recorder.start(new LearnSettings(10, (path) -> path.equals("/empty"), List.of()));
		send(connection, "/chunked", "");
		send(connection, "/hello?of=me%20too", "Accept: text/plain\r\n");
		send(connection, "/hello?of=me%20too", "Accept: text/plain\r\n");
		Awaitility.await()
			.atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
			.untilAsserted(() -> assertThat(recorder.learned().requests()).containsExactly(
					new LearnedRequest("/hello?of=me%20too", "text/plain", "/hello", 6667),
					new LearnedRequest("/chunked", "", "/chunked", 3333)));
	}

	@Test
	void requestsThatMayBeSecretAreNotLearned() throws Exception {
		startServer();
		RequestRecorder recorder = this.registry.requestRecorder("server");
		recorder.start(new LearnSettings(10, (path) -> path.equals("/large"), List.of()));
		RawConnection connection = connect();
		send(connection, "/hello", "Cookie: a=b\r\n");
		send(connection, "/hello", "Authorization: Basic YTpi\r\n");
		send(connection, "/hello?token=abc", "");
		send(connection, "/with-cookie", "");
		send(connection, "/no-store", "");
		send(connection, "/large", "");
		connection.send(RawConnection.post("/echo", "body"));
		connection.receive();
		connection.send("GET /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
		connection.receive();
		send(connection, "/public", "Cookie: a=b\r\n");
		Awaitility.await()
			.atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
			.untilAsserted(() -> assertThat(recorder.learned().requests())
				.containsExactly(new LearnedRequest("/public", "", "/public", 10_000)));
		assertThat(recorder.learned().leftOut()).containsExactlyInAnyOrderEntriesOf(Map.of(LeftOut.CREDENTIALS, 2L,
				LeftOut.LOOKS_SECRET, 1L, LeftOut.COOKIE_SET, 1L, LeftOut.NOT_TO_BE_STORED, 1L, LeftOut.EXCLUDED, 1L,
				LeftOut.OTHER_METHOD, 1L, LeftOut.BODY, 1L));
	}

	@Test
	void requestsOfAWarmUpAreNotLearned() throws Exception {
		UpgradableServer server = startServer();
		RequestRecorder recorder = this.registry.requestRecorder("server");
		recorder.start(new LearnSettings(10, (path) -> false, List.of()));
		try (PrivateListener listener = server.openPrivateListener(true)) {
			RawConnection warmUp = new RawConnection(SocketFactory.getDefault(), listener.address().getPort());
			this.resources.add(warmUp);
			StringBuilder headers = new StringBuilder();
			listener.headers().forEach((name, value) -> headers.append(name + ": " + value + "\r\n"));
			send(warmUp, "/chunked", headers.toString());
		}
		send(connect(), "/hello", "");
		Awaitility.await()
			.atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
			.untilAsserted(() -> assertThat(recorder.learned().requests()).isNotEmpty());
		assertThat(recorder.learned().requests()).extracting(LearnedRequest::path).containsExactly("/hello");
	}

	private static void send(RawConnection connection, String target, String headers) throws IOException {
		connection.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
		assertThat(connection.receive().status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectionsAreKeptAliveUntilDraining(boolean tls) throws Exception {
		UpgradableServer server = startServer(tls);
		RawConnection connection = connect();
		for (int i = 0; i < 3; i++) {
			assertThat(connection.exchange("/hello").endsConnection()).isFalse();
		}
		server.startDraining();
		Response last = connection.exchange("/hello");
		assertThat(last.status()).isEqualTo(200);
		assertThat(last.endsConnection()).isTrue();
		assertThat(connection.ended()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hello", "/chunked", "/large", "/nothing-there" })
	void everyResponseEndsItsConnectionWhileDraining(String path) throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		String expected = connection.exchange(path).body();
		server.startDraining();
		Response last = connection.exchange(path);
		assertThat(last.endsConnection()).isTrue();
		assertThat(last.body()).isEqualTo(expected);
		assertThat(connection.ended()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD /hello", "HEAD /chunked", "GET /empty" })
	void responsesWithoutBodyEndTheirConnectionWhileDraining(String request) throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		server.startDraining();
		connection.send(RawConnection.request(request.split(" ")[0], request.split(" ")[1]));
		assertThat(connection.receive(false).endsConnection()).isTrue();
		assertThat(connection.ended()).isTrue();
	}

	@Test
	void listenersGoOnAcceptingWhileDraining() throws Exception {
		UpgradableServer server = startServer();
		server.startDraining();
		assertThat(connect().exchange("/hello").endsConnection()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestInFlightWhenDrainingStartsEndsItsConnection(boolean tls) throws Exception {
		UpgradableServer server = startServer(tls);
		RawConnection connection = connect();
		connection.send(RawConnection.get("/wait"));
		this.handler.awaitWaiting(1);
		server.startDraining();
		this.handler.release();
		Response response = connection.receive();
		assertThat(response.body()).isEqualTo("hello");
		assertThat(response.endsConnection()).isTrue();
		assertThat(connection.ended()).isTrue();
	}

	@Test
	void connectionsAreKeptAliveAgainWhenDrainingIsTakenBack() throws Exception {
		UpgradableServer server = startServer();
		server.startDraining();
		server.startDraining();
		server.stopDraining();
		RawConnection connection = connect();
		assertThat(connection.exchange("/hello").endsConnection()).isFalse();
		assertThat(connection.exchange("/hello").endsConnection()).isFalse();
	}

	@Test
	void aShareOfTheClientsThatKeepTheirConnectionIsSentElsewhere() throws Exception {
		UpgradableServer server = startServer();
		List<RawConnection> kept = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			RawConnection connection = connect();
			connection.exchange("/hello");
			kept.add(connection);
		}
		server.sendElsewhere(40);
		int sent = 0;
		for (RawConnection connection : List.copyOf(kept)) {
			Response response = connection.exchange("/hello");
			assertThat(response.body()).isEqualTo("hello");
			if (response.endsConnection()) {
				assertThat(connection.ended()).isTrue();
				kept.remove(connection);
				sent++;
			}
		}
		// Five standard deviations.
		assertThat(sent).isBetween(15, 65);
		RawConnection later = connect();
		assertThat(later.exchange("/hello").endsConnection()).isFalse();
		server.sendElsewhere(100);
		RawConnection latest = connect();
		assertThat(latest.exchange("/hello").endsConnection()).isFalse();
		assertThat(later.exchange("/hello").endsConnection()).isTrue();
		assertThat(kept.get(0).exchange("/hello").endsConnection()).isTrue();
		server.stopDraining();
		assertThat(kept.get(1).exchange("/hello").endsConnection()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void pipelinedRequestsAreAllAnswered(boolean draining) throws Exception {
		UpgradableServer server = startServer();
		if (draining) {
			server.startDraining();
		}
		RawConnection connection = connect();
		connection.send(RawConnection.get("/hello").repeat(5));
		for (int i = 0; i < 5; i++) {
			Response response = connection.receive();
			assertThat(response.body()).isEqualTo("hello");
			assertThat(response.endsConnection()).isEqualTo(draining && i == 4);
		}
		assertThat(!draining || connection.ended()).isTrue();
	}

	@Test
	void requestThatArrivesWhileAnotherIsServedIsAnsweredWhileDraining() throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		connection.send(RawConnection.get("/wait"));
		this.handler.awaitWaiting(1);
		server.startDraining();
		connection.send(RawConnection.post("/echo", "second"));
		this.handler.release();
		assertThat(connection.receive().endsConnection()).isFalse();
		Response second = connection.receive();
		assertThat(second.body()).isEqualTo("second");
		assertThat(second.endsConnection()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void halfReceivedRequestIsServedAfterTheListenersAreClosed(boolean tls) throws Exception {
		UpgradableServer server = startServer(tls);
		RawConnection headers = connect();
		RawConnection body = connect();
		assertThat(headers.exchange("/hello").status()).isEqualTo(200);
		headers.send("GET /hello HTTP/1.1\r\nHo");
		body.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nab");
		awaitLoad(server, 2, 1);
		server.startDraining();
		await(server.closeListeners());
		server.closeIdleConnections();
		headers.send("st: localhost\r\n\r\n");
		body.send("cd");
		assertThat(headers.receive().body()).isEqualTo("hello");
		assertThat(body.receive().body()).isEqualTo("abcd");
		assertThat(headers.ended()).isTrue();
		assertThat(body.ended()).isTrue();
		headers.close();
		body.close();
		await(server.whenEmpty());
		assertThat(server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void listenersAreGoneOnceClosed() throws Exception {
		UpgradableServer server = startServer();
		RawConnection open = connect();
		awaitLoad(server, 1, 0);
		await(server.closeListeners());
		assertThat(server.listeners()).isEmpty();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		assertThat(open.exchange("/hello").status()).isEqualTo(200);
		await(server.closeListeners());
	}

	@Test
	void anotherInstanceListensAloneOnceListenersAreClosed() throws Exception {
		UpgradableServer server = startServer();
		try (ServerSocketChannel successor = ServerSocketChannel.open()) {
			successor.setOption(StandardSocketOptions.SO_REUSEPORT, true);
			successor.bind(server.listeners().get(0).address());
			await(server.closeListeners());
			for (int i = 0; i < 50; i++) {
				connect();
				successor.accept().close();
			}
		}
		assertThat(server.load()).isEqualTo(ServerLoad.NONE);
	}

	@Test
	void whatWasAcceptedBeforeTheCloseShowsInTheLoad() throws Exception {
		UpgradableServer server = startServer();
		List<RawConnection> clients = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			clients.add(connect());
		}
		await(server.closeListeners());
		int accepted = server.load().connections();
		int answered = 0;
		for (RawConnection client : clients) {
			answered += answers(client) ? 1 : 0;
		}
		assertThat(answered).isEqualTo(accepted);
	}

	private static boolean answers(RawConnection client) throws IOException {
		try {
			return client.exchange("/hello").status() == 200;
		}
		catch (SocketException ex) {
			return false;
		}
	}

	@Test
	void isEmptyWhenTheLastConnectionIsClosed() throws Exception {
		UpgradableServer server = startServer();
		RawConnection first = connect();
		RawConnection second = connect();
		first.exchange("/hello");
		second.exchange("/hello");
		await(server.closeListeners());
		CompletableFuture<Void> empty = server.whenEmpty();
		first.close();
		awaitLoad(server, 1, 0);
		assertThat(empty).isNotDone();
		second.close();
		await(empty);
		await(server.whenEmpty());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void idleConnectionsAreClosedAndOthersLeft(boolean tls) throws Exception {
		UpgradableServer server = startServer(tls);
		RawConnection idle = connect();
		RawConnection active = connect();
		assertThat(idle.exchange("/hello").status()).isEqualTo(200);
		active.send(RawConnection.get("/wait"));
		this.handler.awaitWaiting(1);
		awaitLoad(server, 2, 1);
		server.closeIdleConnections();
		assertThat(idle.ended()).isTrue();
		awaitLoad(server, 1, 1);
		this.handler.release();
		assertThat(active.receive().body()).isEqualTo("hello");
		assertThat(active.exchange("/hello").status()).isEqualTo(200);
	}

	@Test
	void connectionThatHasSentNothingIsIdle() throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		awaitLoad(server, 1, 0);
		server.closeIdleConnections();
		assertThat(connection.ended()).isTrue();
		awaitLoad(server, 0, 0);
	}

	@Test
	void requestThatHasReachedThisMachineIsServedThoughIdleConnectionsAreClosed() throws Exception {
		UpgradableServer server = startServer();
		for (int i = 0; i < 100; i++) {
			RawConnection connection = connect();
			assertThat(connection.exchange("/hello").status()).isEqualTo(200);
			connection.send(RawConnection.get("/hello"));
			server.closeIdleConnections();
			assertThat(connection.receive().body()).isEqualTo("hello");
			connection.close();
		}
	}

	@Test
	void largeResponseArrivesThoughIdleConnectionsAreClosedBehindIt() throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		server.startDraining();
		connection.send(RawConnection.get("/large"));
		server.closeIdleConnections();
		CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 1000; i++) {
				server.closeIdleConnections();
			}
		});
		assertThat(connection.receive().body()).hasSize(TestHandler.LARGE);
		await(closing);
		await(server.whenEmpty());
		assertThat(server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void allConnectionsAreClosedByForce(boolean tls) throws Exception {
		UpgradableServer server = startServer(tls);
		RawConnection idle = connect();
		RawConnection active = connect();
		idle.exchange("/hello");
		active.send(RawConnection.get("/wait"));
		this.handler.awaitWaiting(1);
		awaitLoad(server, 2, 1);
		server.startDraining();
		await(server.closeListeners());
		assertThat(server.closeConnections())
			.isEqualTo(new CutTraffic(2, 1, Map.of(TrafficKind.HTTP1, 1), List.of("/wait")));
		await(server.whenEmpty());
		assertThat(server.brokenOff()).isEqualTo(CutTraffic.NONE);
		assertThat(server.load()).isEqualTo(ServerLoad.NONE);
		assertThat(idle.ended()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void responseThatEndsBeforeItsEndWhileDrainingIsBrokenOff(boolean tls) throws Exception {
		UpgradableServer server = startServer(tls);
		RawConnection cut = connect();
		RawConnection whole = connect();
		cut.send(RawConnection.get("/short"));
		whole.send(RawConnection.get("/wait"));
		this.handler.awaitWaiting(2);
		server.startDraining();
		CompletableFuture<Void> empty = server.whenEmpty();
		this.handler.release();
		assertThatExceptionOfType(IOException.class).isThrownBy(cut::receive);
		assertThat(whole.receive().body()).isEqualTo("hello");
		await(empty);
		CutTraffic brokenOff = new CutTraffic(1, 1, Map.of(TrafficKind.HTTP1, 1), List.of("/short"));
		assertThat(server.brokenOff()).isEqualTo(brokenOff);
		assertThat(server.closeConnections()).isEqualTo(CutTraffic.NONE);
		assertThat(server.brokenOff()).isEqualTo(brokenOff);
	}

	/** By a time limit of the server's own, which knows nothing of a drain. */
	@Test
	void requestWhoseRestTheServerDoesNotWaitForIsBrokenOff() throws Exception {
		this.patience = PATIENCE;
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		connection.send("GET /hello HTTP/1.1\r\nHos");
		awaitLoad(server, 1, 0);
		server.startDraining();
		server.closeIdleConnections();
		assertThat(connection.ended()).isTrue();
		await(server.whenEmpty());
		assertThat(server.brokenOff()).isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.HTTP1, 1), List.of()));
	}

	@Test
	void whatIsBrokenOffBeforeTheDrainDoesNotCount() throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		connection.send(RawConnection.get("/short"));
		this.handler.awaitWaiting(1);
		this.handler.release();
		Awaitility.await().until(() -> server.load().requests() == 0);
		// Some servers have left it open.
		connection.close();
		awaitLoad(server, 0, 0);
		server.startDraining();
		assertThat(server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatTheClientBreaksOffDoesNotCount(boolean tls) throws Exception {
		UpgradableServer server = startServer(tls);
		RawConnection reading = connect();
		RawConnection sending = connect();
		reading.send(RawConnection.get("/large"));
		sending.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nab");
		awaitLoad(server, 2, 2);
		server.startDraining();
		reading.close();
		sending.close();
		await(server.whenEmpty());
		assertThat(server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void requestThatArrivesByteByByteIsServedWhileDraining() throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		String request = RawConnection.post("/echo", "body");
		for (int i = 0; i < request.length(); i++) {
			connection.send(request.substring(i, i + 1));
			if (i == request.length() / 2) {
				server.startDraining();
			}
			server.closeIdleConnections();
		}
		Response response = connection.receive();
		assertThat(response.body()).isEqualTo("body");
		assertThat(response.endsConnection()).isTrue();
	}

	@Test
	void bodyIsAskedForWhileDraining() throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		server.startDraining();
		connection.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
		assertThat(connection.receive().status()).isEqualTo(100);
		server.closeIdleConnections();
		connection.send("body");
		Response response = connection.receive();
		assertThat(response.body()).isEqualTo("body");
		assertThat(response.endsConnection()).isTrue();
	}

	@Test
	void clientThatHasClosedItsSideGetsItsResponseWhileDraining() throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		connection.send(RawConnection.get("/wait"));
		if (givesUpWhoHasClosedItsSide()) {
			// Which may come before the request is looked at.
			this.handler.awaitWaiting(1);
		}
		connection.endOutput();
		if (!givesUpWhoHasClosedItsSide()) {
			this.handler.awaitWaiting(1);
		}
		server.startDraining();
		server.closeIdleConnections();
		CompletableFuture<Void> empty = server.whenEmpty();
		if (givesUpWhoHasClosedItsSide()) {
			assertThat(connection.ended()).isTrue();
		}
		else {
			assertThat(empty).isNotDone();
			this.handler.release();
			assertThat(connection.receive().body()).isEqualTo("hello");
		}
		await(empty);
		assertThat(server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isEmptyAfterTheLastResponseThoughTheClientDoesNotClose(boolean tls) throws Exception {
		UpgradableServer server = startServer(tls);
		RawConnection connection = connect();
		connection.send(RawConnection.get("/wait"));
		this.handler.awaitWaiting(1);
		server.startDraining();
		await(server.closeListeners());
		CompletableFuture<Void> empty = server.whenEmpty();
		assertThat(empty).isNotDone();
		this.handler.release();
		await(empty);
		assertThat(server.load()).isEqualTo(ServerLoad.NONE);
		assertThat(connection.receive().body()).isEqualTo("hello");
	}

	@Test
	void whatIsSentAfterTheLastRequestDoesNotResetTheConnection() throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		connection.send(RawConnection.get("/wait"));
		this.handler.awaitWaiting(1);
		server.startDraining();
		CompletableFuture<Void> empty = server.whenEmpty();
		this.handler.release();
		await(empty);
		for (int i = 0; i < 100; i++) {
			connection.send(RawConnection.get("/too-late"));
		}
		assertThat(connection.receive().body()).isEqualTo("hello");
		assertThat(connection.ended()).isTrue();
	}

	@Test
	void clientThatNeverReadsIsCut() throws Exception {
		UpgradableServer server = startServer();
		RawConnection connection = connect();
		server.startDraining();
		connection.send(RawConnection.get("/large"));
		awaitLoad(server, 1, 1);
		CompletableFuture<Void> empty = server.whenEmpty();
		server.closeIdleConnections();
		assertThat(empty).isNotDone();
		assertThat(server.closeConnections().byKind()).isEqualTo(Map.of(TrafficKind.HTTP1, 1));
		await(empty);
	}

	@Test
	void halfReceivedRequestCountsAsCut() throws Exception {
		UpgradableServer server = startServer();
		RawConnection idle = connect();
		RawConnection arriving = connect();
		idle.exchange("/hello");
		arriving.exchange("/hello");
		arriving.send("GET /hel");
		Awaitility.await().untilAsserted(() -> {
			server.closeIdleConnections();
			assertThat(server.load().connections()).isOne();
		});
		assertThat(server.closeConnections()).isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.HTTP1, 1), List.of()));
	}

	@Test
	void activityTellsWhatConnectionsAreUsedForAndTheOldestRequest() throws Exception {
		UpgradableServer server = startServer();
		assertThat(server.activity()).isEqualTo(ServerActivity.NONE);
		connect().exchange("/hello");
		connect().send(RawConnection.get("/wait"));
		this.handler.awaitWaiting(1);
		awaitLoad(server, 2, 1);
		ServerActivity activity = server.activity();
		assertThat(activity.byProtocol()).isEqualTo(Map.of(TrafficKind.HTTP1, 2));
		assertThat(activity.oldestRequest()).isPresent();
		assertThat(server.activity().oldestRequest().orElseThrow())
			.isGreaterThan(activity.oldestRequest().orElseThrow());
	}

	@Test
	void stoppingAfterTheListenersWereClosedIsHarmless() throws Exception {
		UpgradableServer server = startServer();
		await(server.closeListeners());
		this.resources.get(0).close();
		assertThat(this.registry.servers()).isEmpty();
		assertThat(server.load()).isEqualTo(ServerLoad.NONE);
	}

	@Test
	void privateListenerReachesTheApplicationAndIsNoTraffic() throws Exception {
		UpgradableServer server = startServer();
		List<ServerListener> listeners = server.listeners();
		try (PrivateListener listener = server.openPrivateListener(false)) {
			assertThat(listener.address().getAddress().isLoopbackAddress()).isTrue();
			assertThat(listener.address().getPort()).isNotEqualTo(this.port);
			RawConnection connection = connect(listener);
			connection.send(request(listener, "/hello"));
			assertThat(connection.receive().body()).isEqualTo("hello");
			connection.send(request(listener, "/wait"));
			this.handler.awaitWaiting(1);
			assertThat(server.listeners()).isEqualTo(listeners);
			assertThat(server.load()).isEqualTo(ServerLoad.NONE);
			assertThat(server.activity()).isEqualTo(ServerActivity.NONE);
			this.handler.release();
			assertThat(connection.receive().body()).isEqualTo("hello");
		}
	}

	@Test
	void requestsOfThePrivateListenerAreMarkedAndOthersAreNot() throws Exception {
		UpgradableServer server = startServer();
		try (PrivateListener listener = server.openPrivateListener(false)) {
			RawConnection connection = connect(listener);
			connection.send(request(listener, "/marks"));
			assertThat(connection.receive().body()).isEqualTo("true true false");
		}
		RawConnection client = connect();
		client.send(request(Map.of(WarmUp.HEADER, "true", WarmUp.REQUEST_ATTRIBUTE, "true"), "/marks"));
		assertThat(client.receive().body()).isEqualTo("null true false");
	}

	@Test
	void privateListenerOfATlsServerIsPlainAndLooksSecure() throws Exception {
		UpgradableServer server = startTlsServer();
		try (PrivateListener listener = server.openPrivateListener(false)) {
			RawConnection connection = connect(listener);
			connection.send(request(listener, "/marks"));
			assertThat(connection.receive().body()).isEqualTo("true true true");
		}
	}

	@Test
	void privateListenerRefusesWhoDoesNotKnowTheSecret() throws Exception {
		UpgradableServer server = startServer();
		try (PrivateListener listener = server.openPrivateListener(false);
				PrivateListener other = server.openPrivateListener(false)) {
			for (String stranger : List.of(RawConnection.get("/wait"), request(other, "/wait"),
					request(Map.of(WarmUp.HEADER, "true"), "/wait"))) {
				RawConnection connection = connect(listener);
				connection.send(stranger);
				Response response = connection.receive();
				assertThat(response.status()).isEqualTo(403);
				assertThat(response.endsConnection()).isTrue();
			}
			assertThat(this.handler.isWaitedFor()).isFalse();
			RawConnection client = connect();
			client.send(request(listener, "/marks"));
			assertThat(client.receive().body()).isEqualTo("null null false");
		}
	}

	@Test
	void closedPrivateListenerIsGoneWithItsConnections() throws Exception {
		UpgradableServer server = startServer();
		PrivateListener listener = server.openPrivateListener(false);
		RawConnection idle = connect(listener);
		RawConnection busy = connect(listener);
		idle.send(request(listener, "/hello"));
		idle.receive();
		busy.send(request(listener, "/wait"));
		this.handler.awaitWaiting(1);
		listener.close();
		listener.close();
		assertThat(idle.ended()).isTrue();
		assertThat(busy.ended()).isTrue();
		Awaitility.await()
			.atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
			.untilAsserted(() -> assertThatExceptionOfType(ConnectException.class)
				.isThrownBy(() -> connect(listener).close()));
		this.handler.release();
		assertThat(connect().exchange("/hello").body()).isEqualTo("hello");
	}

	@Test
	void drainDoesNotWaitForThePrivateListener() throws Exception {
		UpgradableServer server = startServer();
		try (PrivateListener listener = server.openPrivateListener(false)) {
			RawConnection busy = connect(listener);
			busy.send(request(listener, "/wait"));
			this.handler.awaitWaiting(1);
			server.startDraining();
			await(server.closeListeners());
			await(server.whenEmpty());
		}
	}

	private RawConnection connect(PrivateListener listener) throws IOException {
		RawConnection connection = new RawConnection(SocketFactory.getDefault(), listener.address().getPort());
		this.resources.add(connection);
		return connection;
	}

	private static String request(PrivateListener listener, String path) {
		return request(listener.headers(), path);
	}

	private static String request(Map<String, String> headers, String path) {
		StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
		return request.append("\r\n").toString();
	}

}
