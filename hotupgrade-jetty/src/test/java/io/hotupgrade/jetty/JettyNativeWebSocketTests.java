package io.hotupgrade.jetty;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.ServletMapping;
import io.hotupgrade.server.tests.TestHandler;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSocket sessions by Jetty's own API, which is the one that Spring uses.
 */
class JettyNativeWebSocketTests {

	private static final int TEXT = 0x81;

	private static final int CLOSE = 0x88;

	private final BlockingQueue<Integer> closeCodes = new LinkedBlockingQueue<>();

	private final BlockingQueue<Session> farewells = new LinkedBlockingQueue<>();

	private final FakeRegistry registry = new FakeRegistry();

	private TestJetty jetty;

	private UpgradableServer server;

	@BeforeEach
	void start() throws Exception {
		DrainHooks hooks = new DrainHooks((path) -> false, () -> List.of((session, limit) -> {
			this.farewells.add(session.unwrap(Session.class).orElseThrow());
			session.sendText("bye " + session.path());
		}));
		this.jetty = new TestJetty(this.registry, new Setup(0, new TestHandler(), null), hooks, (connector) -> {
		});
		this.jetty.addNativeWebSockets(new ServletMapping(new NativeServlet(this.closeCodes), List.of("/native")));
		this.jetty.start();
		this.server = this.registry.servers().get(0);
	}

	@AfterEach
	void stop() {
		this.jetty.close();
	}

	@Test
	void sessionIsClosedAsGoingAwayBehindTheFarewellAndItsEndpointTold() throws Exception {
		try (RawConnection connection = new RawConnection(SocketFactory.getDefault(),
				this.server.listeners().get(0).address().getPort())) {
			connection.send("GET /native HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
			assertThat(connection.receive().status()).isEqualTo(101);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(this.server.activity().byProtocol()).containsKey(TrafficKind.WEBSOCKET));
			this.server.startDraining();
			this.server.sayFarewell(TrafficKind.WEBSOCKET, Duration.ZERO);
			assertThat(frame(connection, TEXT)).isEqualTo("bye /native");
			assertThat(frame(connection, CLOSE)).startsWith("\u0003\u00e9");
			assertThat(connection.ended()).isTrue();
		}
		this.server.whenEmpty().get(10, TimeUnit.SECONDS);
		assertThat(this.closeCodes.poll(10, TimeUnit.SECONDS)).isEqualTo(1001);
		assertThat(this.farewells).hasSize(1);
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	private static String frame(RawConnection connection, int kind) throws IOException {
		String header = connection.read(2);
		assertThat((int) header.charAt(0)).isEqualTo(kind);
		return connection.read(header.charAt(1));
	}

	private static final class NativeServlet extends JettyWebSocketServlet {

		private static final long serialVersionUID = 1L;

		private final transient BlockingQueue<Integer> closeCodes;

		NativeServlet(BlockingQueue<Integer> closeCodes) {
			this.closeCodes = closeCodes;
		}

		@Override
		protected void configure(JettyWebSocketServletFactory factory) {
			factory.setCreator((request, response) -> new NativeEndpoint(this.closeCodes));
		}

	}

	/**
	 * Takes down why it is closed.
	 */
	public static final class NativeEndpoint implements Session.Listener.AutoDemanding {

		private final BlockingQueue<Integer> closeCodes;

		NativeEndpoint(BlockingQueue<Integer> closeCodes) {
			this.closeCodes = closeCodes;
		}

		@Override
		public void onWebSocketClose(int statusCode, String reason) {
			this.closeCodes.add(statusCode);
		}

	}

}
