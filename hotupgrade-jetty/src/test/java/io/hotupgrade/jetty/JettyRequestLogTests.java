package io.hotupgrade.jetty;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.TestHandler;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Jetty's own log has of the requests of a private listener.
 */
class JettyRequestLogTests {

	@Test
	void requestsOfAPrivateListenerAreLoggedOnlyIfAskedFor() throws Exception {
		Queue<String> logged = new ConcurrentLinkedQueue<>();
		FakeRegistry registry = new FakeRegistry();
		TestJetty jetty = new TestJetty(registry, new Setup(0, new TestHandler(), null), DrainHooks.NONE,
				(connector) -> connector.getServer()
					.setRequestLog((request, response) -> logged.add(request.getHttpURI().getPath())));
		try (jetty) {
			jetty.start();
			UpgradableServer server = registry.servers().get(0);
			request(server, false, "/hello?quiet");
			request(server, true, "/chunked");
			try (RawConnection client = new RawConnection(SocketFactory.getDefault(),
					server.listeners().get(0).address().getPort())) {
				client.exchange("/empty");
			}
			Awaitility.await().until(() -> logged.size() >= 2);
			assertThat(logged).containsExactly("/chunked", "/empty");
		}
	}

	private static void request(UpgradableServer server, boolean recorded, String path) throws Exception {
		try (PrivateListener listener = server.openPrivateListener(recorded);
				RawConnection connection = new RawConnection(SocketFactory.getDefault(),
						listener.address().getPort())) {
			StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
			listener.headers().forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
			connection.send(request.append("\r\n").toString());
			assertThat(connection.receive().status()).isEqualTo(200);
		}
	}

}
