package io.hotupgrade.server.tests;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.WebSocketFarewell;
import io.hotupgrade.server.WebSocketSession;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link UpgradableServer} has to do with WebSocket sessions, endless
 * responses and requests that are not worth waiting for.
 *
 * @since 0.1.0
 */
public abstract class AbstractFarewellTests {

	private static final int CLOSE = 0x88;

	private static final int TEXT = 0x81;

	/** A close frame with the code 1001, masked with nothing. */
	private static final String ANSWER_GOING_AWAY = "\u0088\u0082\0\0\0\0\u0003\u00e9";

	/** The time limit of {@code /timed-out-events}. */
	protected static final Duration LIMIT = Duration.ofMillis(200);

	private static final BlockingQueue<Object> sessions = new LinkedBlockingQueue<>();

	private static final BlockingQueue<Integer> closeCodes = new LinkedBlockingQueue<>();

	/** Holds endpoints up that are just opened. */
	private static volatile CountDownLatch opening = new CountDownLatch(0);

	private final TestHandler handler = new TestHandler();

	private final FakeRegistry registry = new FakeRegistry();

	private volatile WebSocketFarewell farewell = (session, limit) -> {
	};

	private AutoCloseable running;

	private UpgradableServer server;

	/**
	 * Starts a server named {@code server} that listens on the loopback address. Beside
	 * what the handler answers, its application has
	 * <ul>
	 * <li>{@code /ws}: a WebSocket, whose endpoint calls {@link #opened} and
	 * {@link #closed}</li>
	 * <li>{@code /events}: server-sent events, of which the first is {@code 1}; ended,
	 * with {@code last} as the last, by
	 * {@link io.hotupgrade.server.DrainAttributes#END}</li>
	 * <li>{@code /silent-events}: the same, which nothing ends</li>
	 * <li>{@code /timed-out-events}: the same, which the server gives up after
	 * {@link #LIMIT}</li>
	 * <li>{@code /ignored}: never answered</li>
	 * <li>{@code /attribute}: never answered, with
	 * {@link io.hotupgrade.server.DrainAttributes#IGNORE}</li>
	 * </ul>
	 * @param registry the registry to use
	 * @param setup what the server is to be like
	 * @param hooks what the application contributes to a drain
	 * @return stops the server
	 * @throws Exception if the server does not start
	 */
	protected abstract AutoCloseable start(ServerRegistry registry, Setup setup, DrainHooks hooks) throws Exception;

	/**
	 * The type of the server's own WebSocket sessions.
	 * @return the type
	 */
	protected abstract Class<?> sessionType();

	/**
	 * To be called when the application's WebSocket endpoint is told that a session has
	 * been opened. Returns when the test lets it.
	 * @param session the server's session
	 */
	protected static void opened(Object session) {
		sessions.add(session);
		try {
			opening.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * To be called when the application's WebSocket endpoint is told that a session has
	 * been closed.
	 * @param code why
	 */
	protected static void closed(int code) {
		closeCodes.add(code);
	}

	/**
	 * Whether the server, as it is stopped, closes WebSocket sessions by a frame.
	 * @return {@code false} if it closes their connections
	 */
	protected abstract boolean takesLeaveAtStop();

	/**
	 * Whether the server, when an request has taken too long, ends a response that has
	 * begun as if it were complete.
	 * @return {@code false} if it breaks the response off, so that the client can tell
	 */
	protected boolean endsResponsesAtTimeout() {
		return false;
	}

	/**
	 * Whether the server can close a session only when its endpoint has been opened.
	 * @return {@code false} if it can earlier
	 */
	protected boolean opensBeforeItCloses() {
		return false;
	}

	@BeforeEach
	void startServer() throws Exception {
		closeCodes.clear();
		sessions.clear();
		DrainHooks hooks = new DrainHooks("/ignored"::equals, () -> List.of(this.farewell));
		this.running = start(this.registry, new Setup(0, this.handler, null), hooks);
		this.server = this.registry.servers().get(0);
	}

	@AfterEach
	void stopServer() throws Exception {
		opening.countDown();
		this.handler.release();
		this.running.close();
	}

	protected final UpgradableServer server() {
		return this.server;
	}

	/**
	 * The session that was opened last.
	 * @return the server's side of it
	 * @throws InterruptedException if interrupted
	 */
	protected final Object session() throws InterruptedException {
		return sessions.poll(10, TimeUnit.SECONDS);
	}

	protected final RawConnection connect() throws IOException {
		return connect(SocketFactory.getDefault(), 0);
	}

	/**
	 * Connects to a listener.
	 * @param sockets the way to connect
	 * @param listener the listener's index
	 * @return the connection
	 * @throws IOException if it fails
	 */
	protected final RawConnection connect(SocketFactory sockets, int listener) throws IOException {
		return new RawConnection(sockets, this.server.listeners().get(listener).address().getPort());
	}

	private RawConnection connectWebSocket() throws IOException {
		return upgrade(connect());
	}

	protected final RawConnection upgrade(RawConnection connection) throws IOException {
		connection.send("GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
		assertThat(connection.receive().status()).isEqualTo(101);
		awaitActivity(TrafficKind.WEBSOCKET);
		return connection;
	}

	protected final void awaitActivity(TrafficKind kind) {
		Awaitility.await().untilAsserted(() -> assertThat(this.server.activity().byProtocol()).containsKey(kind));
	}

	protected static void await(CompletableFuture<Void> empty) throws Exception {
		empty.get(10, TimeUnit.SECONDS);
	}

	protected static void assertGoingAway(RawConnection connection) throws IOException {
		String header = connection.read(2);
		assertThat((int) header.charAt(0)).isEqualTo(CLOSE);
		String payload = connection.read(header.charAt(1));
		assertThat(payload.charAt(0) << 8 | payload.charAt(1)).isEqualTo(1001);
	}

	@Test
	void webSocketIsClosedAsGoingAwayAndItsEndpointTold() throws Exception {
		RawConnection connection = connectWebSocket();
		this.server.startDraining();
		this.server.closeIdleConnections();
		assertThat(connection.isSilent()).isTrue();
		CompletableFuture<Void> empty = this.server.whenEmpty();
		assertThat(empty).isNotDone();
		this.server.sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
		this.server.sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
		assertGoingAway(connection);
		connection.send(ANSWER_GOING_AWAY);
		assertThat(connection.ended()).isTrue();
		await(empty);
		assertThat(closeCodes.poll(10, TimeUnit.SECONDS)).isEqualTo(1001);
		assertThat(this.server.closeConnections()).isEqualTo(CutTraffic.NONE);
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void eventStreamThatTheContainerBreaksOffIsBrokenOff() throws Exception {
		RawConnection connection = connect();
		this.server.startDraining();
		connection.send(RawConnection.get("/timed-out-events"));
		CutTraffic expected = CutTraffic.NONE;
		if (endsResponsesAtTimeout()) {
			assertThat(connection.receive().body()).isEqualTo("data: 1\n\n");
		}
		else {
			assertThatExceptionOfType(IOException.class).isThrownBy(connection::receive);
			expected = new CutTraffic(1, 1, Map.of(TrafficKind.STREAM, 1), List.of("/timed-out-events"));
		}
		await(this.server.whenEmpty());
		assertThat(this.server.brokenOff()).isEqualTo(expected);
	}

	/** Neither the client that answers has lost anything, nor the one that does not. */
	@Test
	void webSocketThatIsClosedByFrameIsNotBrokenOff() throws Exception {
		RawConnection answering = connectWebSocket();
		RawConnection silent = connectWebSocket();
		this.server.startDraining();
		this.server.sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
		assertGoingAway(answering);
		answering.send(ANSWER_GOING_AWAY);
		assertThat(answering.ended()).isTrue();
		assertGoingAway(silent);
		assertThat(silent.ended()).isTrue();
		await(this.server.whenEmpty());
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	/** As where a context is closed whose drain has not come to that. */
	@Test
	void webSocketThatIsThereWhenTheServerStopsIsClosedByFrameOrBrokenOff() throws Exception {
		RawConnection connection = connectWebSocket();
		this.server.startDraining();
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stop);
		CutTraffic expected = CutTraffic.NONE;
		if (takesLeaveAtStop()) {
			assertGoingAway(connection);
			connection.send(ANSWER_GOING_AWAY);
		}
		else {
			expected = new CutTraffic(1, 0, Map.of(TrafficKind.WEBSOCKET, 1), List.of("/ws"));
		}
		assertThat(connection.ended()).isTrue();
		await(stopped);
		await(this.server.whenEmpty());
		assertThat(this.server.brokenOff()).isEqualTo(expected);
	}

	private void stop() {
		try {
			this.running.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void applicationSaysItsOwnFarewellFirst() throws Exception {
		this.farewell = (session, limit) -> session.sendText("bye");
		RawConnection connection = connectWebSocket();
		this.server.sayFarewell(TrafficKind.WEBSOCKET, Duration.ofMillis(50));
		String header = connection.read(2);
		assertThat((int) header.charAt(0)).isEqualTo(TEXT);
		assertThat(connection.read(header.charAt(1))).isEqualTo("bye");
		assertGoingAway(connection);
	}

	@Test
	void applicationGetsTheServersOwnSessionWithItsPath() throws Exception {
		CompletableFuture<WebSocketSession> given = new CompletableFuture<>();
		this.farewell = (session, limit) -> given.complete(session);
		RawConnection connection = connectWebSocket();
		this.server.sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
		assertGoingAway(connection);
		WebSocketSession session = given.get(10, TimeUnit.SECONDS);
		assertThat(session.path()).isEqualTo("/ws");
		Object own = session();
		assertThat(own).isInstanceOf(sessionType());
		assertThat(session.unwrap(sessionType()).map(Object.class::cast)).containsSame(own);
		assertThat(session.unwrap(String.class)).isEmpty();
	}

	@Test
	void webSocketIsClosedThoughTheFarewellFails() throws Exception {
		this.farewell = (session, limit) -> {
			throw new IllegalStateException("for the test");
		};
		RawConnection connection = connectWebSocket();
		this.server.sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
		assertGoingAway(connection);
	}

	@Test
	void webSocketThatIsJustBeingOpenedIsClosedByAFrame() throws Exception {
		opening = new CountDownLatch(1);
		RawConnection connection = connectWebSocket();
		session();
		this.server.sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
		if (opensBeforeItCloses()) {
			assertThat(connection.isSilent()).isTrue();
		}
		opening.countDown();
		assertGoingAway(connection);
	}

	@Test
	void webSocketIsClosedThoughTheFarewellHangs() throws Exception {
		CompletableFuture<Void> never = new CompletableFuture<>();
		this.farewell = (session, limit) -> never.get();
		RawConnection connection = connectWebSocket();
		this.server.sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
		assertGoingAway(connection);
		never.complete(null);
	}

	@Test
	void webSocketThatIsCutIsCounted() throws Exception {
		connectWebSocket();
		assertThat(this.server.closeConnections())
			.isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.WEBSOCKET, 1), List.of("/ws")));
	}

	@Test
	void eventStreamIsKnownAndEndedByTheApplication() throws Exception {
		RawConnection connection = connect();
		connection.send(RawConnection.get("/events"));
		awaitActivity(TrafficKind.STREAM);
		this.server.startDraining();
		CompletableFuture<Void> empty = this.server.whenEmpty();
		this.server.closeIdleConnections();
		assertThat(empty).isNotDone();
		this.server.sayFarewell(TrafficKind.STREAM, Duration.ofMillis(20));
		assertThat(connection.receive().body()).isEqualTo("data: 1\n\ndata: last\n\n");
		await(empty);
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void eventStreamThatCannotBeEndedIsCutAndCounted() throws Exception {
		RawConnection connection = connect();
		connection.send(RawConnection.get("/silent-events"));
		awaitActivity(TrafficKind.STREAM);
		this.server.sayFarewell(TrafficKind.STREAM, Duration.ZERO);
		assertThat(this.server.closeConnections())
			.isEqualTo(new CutTraffic(1, 1, Map.of(TrafficKind.STREAM, 1), List.of("/silent-events")));
	}

	@Test
	void requestsThatAreNotWorthWaitingForDoNotHoldTheDrain() throws Exception {
		RawConnection byPath = connect();
		RawConnection byAttribute = connect();
		RawConnection other = connect();
		byPath.send(RawConnection.get("/ignored"));
		byAttribute.send(RawConnection.get("/attribute"));
		other.send(RawConnection.get("/wait"));
		Awaitility.await().untilAsserted(() -> assertThat(this.server.load().requests()).isEqualTo(3));
		this.server.startDraining();
		CompletableFuture<Void> empty = this.server.whenEmpty();
		this.server.closeIdleConnections();
		assertThat(empty).isNotDone();
		this.handler.release();
		await(empty);
		assertThat(other.receive().body()).isEqualTo("hello");
		assertThat(this.server.closeConnections())
			.isEqualTo(new CutTraffic(2, 0, Map.of(TrafficKind.IGNORED, 2), List.of()));
	}

	@Test
	void webSocketThatTheClientEndsIsNotBrokenOff() throws Exception {
		RawConnection connection = connectWebSocket();
		this.server.startDraining();
		connection.close();
		await(this.server.whenEmpty());
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

}
