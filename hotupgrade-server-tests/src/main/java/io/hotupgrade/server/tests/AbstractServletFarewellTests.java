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

import javax.net.SocketFactory;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.DrainAttributes;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.WebSocketFarewell;
import io.hotupgrade.server.WebSocketSession;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link UpgradableServer} for servlets has to do with WebSocket sessions,
 * endless responses and requests that are not worth waiting for.
 *
 * @since 0.1.0
 */
public abstract class AbstractServletFarewellTests {

	private static final int CLOSE = 0x88;

	private static final int TEXT = 0x81;

	/** A close frame with the code 1001, masked with nothing. */
	private static final String ANSWER_GOING_AWAY = "\u0088\u0082\0\0\0\0\u0003\u00e9";

	private static final int TIMEOUT_MILLIS = 200;

	private static final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();

	private static final BlockingQueue<CloseReason> closeReasons = new LinkedBlockingQueue<>();

	/** Holds endpoints up that are just opened. */
	private static volatile CountDownLatch opening = new CountDownLatch(0);

	private final TestHandler handler = new TestHandler();

	private final FakeRegistry registry = new FakeRegistry();

	private volatile WebSocketFarewell farewell = (session, limit) -> {
	};

	private AutoCloseable running;

	private UpgradableServer server;

	/**
	 * Starts a server named {@code server} that listens on the loopback address and has
	 * WebSockets.
	 * @param registry the registry to use
	 * @param setup what the server is to be like
	 * @param hooks what the application contributes to a drain
	 * @param servlets the application's, beside that for the handler
	 * @return stops the server
	 * @throws Exception if the server does not start
	 */
	protected abstract AutoCloseable start(ServerRegistry registry, Setup setup, DrainHooks hooks,
			List<ServletMapping> servlets) throws Exception;

	/**
	 * Whether the server, as it is stopped, closes WebSocket sessions by a frame.
	 * @return {@code false} if it closes their connections
	 */
	protected abstract boolean takesLeaveAtStop();

	/**
	 * Whether the server, when an asynchronous request has taken too long, ends a
	 * response that has begun as if it were complete.
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
		closeReasons.clear();
		sessions.clear();
		DrainHooks hooks = new DrainHooks("/ignored"::equals, () -> List.of(this.farewell));
		this.running = start(this.registry, new Setup(0, this.handler, null), hooks,
				List.of(new ServletMapping(new WebSocketServlet(), List.of("/ws")),
						new ServletMapping(new EventServlet(),
								List.of("/events", "/silent-events", "/timed-out-events", "/ignored", "/attribute"))));
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
	protected final Session session() throws InterruptedException {
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
		assertThat(closeReasons.poll(10, TimeUnit.SECONDS).getCloseCode().getCode()).isEqualTo(1001);
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
		assertThat(session.unwrap(Session.class)).containsSame(session());
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

	/**
	 * Upgrades as spring-websocket does.
	 */
	private static final class WebSocketServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			ServerContainer container = (ServerContainer) getServletContext()
				.getAttribute(ServerContainer.class.getName());
			try {
				container.upgradeHttpToWebSocket(request, response,
						ServerEndpointConfig.Builder.create(SilentEndpoint.class, "/ws").build(), Map.of());
			}
			catch (DeploymentException ex) {
				throw new IOException(ex);
			}
		}

	}

	/**
	 * Takes down why it is closed.
	 */
	public static final class SilentEndpoint extends Endpoint {

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			sessions.add(session);
			awaitOpening();
		}

		private static void awaitOpening() {
			try {
				opening.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void onClose(Session session, CloseReason reason) {
			closeReasons.add(reason);
		}

	}

	/**
	 * Starts responses that do not end.
	 */
	private static final class EventServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			AsyncContext async = request.startAsync();
			async.setTimeout(request.getRequestURI().equals("/timed-out-events") ? TIMEOUT_MILLIS : 0);
			if (request.getRequestURI().equals("/attribute")) {
				request.setAttribute(DrainAttributes.IGNORE, true);
			}
			if (request.getRequestURI().endsWith("events")) {
				response.setContentType("text/event-stream");
				response.getWriter().write("data: 1\n\n");
				response.flushBuffer();
			}
			if (request.getRequestURI().equals("/events")) {
				request.setAttribute(DrainAttributes.END, (Runnable) () -> end(async));
			}
		}

		private static void end(AsyncContext async) {
			try {
				async.getResponse().getWriter().write("data: last\n\n");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			async.complete();
		}

	}

}
