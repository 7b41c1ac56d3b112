package io.hotupgrade.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.RawConnection.Response;
import org.awaitility.Awaitility;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of {@link UpgradableServer} for Jetty, and what is special there.
 */
class JettyUpgradableServerTests extends AbstractUpgradableServerTests {

	private static final String VERSION_1 = "PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n";

	private static final String VERSION_2 = "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u000c"
			+ "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0004\u0005\0\u0050";

	private boolean limited;

	private boolean proxyProtocol;

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestJetty(registry, setup, DrainHooks.NONE, (connector) -> {
			patience().ifPresent((patience) -> connector.setIdleTimeout(patience.toMillis()));
			if (this.limited) {
				connector.getServer().addBean(new NetworkConnectionLimit(2, connector.getServer()));
			}
			if (this.proxyProtocol) {
				connector.addFirstConnectionFactory(new ProxyConnectionFactory());
			}
		}).start();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectionsThatWaitBeyondTheLimitOfOpenOnesAreServedWhileDraining(boolean tls) throws Exception {
		this.limited = true;
		UpgradableServer server = tls ? startTlsServer() : startServer();
		RawConnection first = connect();
		first.send(RawConnection.get("/wait"));
		RawConnection second = connect();
		second.send(RawConnection.get("/wait"));
		handler().awaitWaiting(2);
		RawConnection waiting = connect();
		CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> exchange(waiting));
		assertThat(first.isSilent()).isTrue();
		assertThat(server.accepted()).isEqualTo(2);
		assertThat(answer).isNotDone();
		server.startDraining();
		assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("hello");
		assertThat(waiting.ended()).isTrue();
		waiting.close();
		awaitLoad(server, 2, 2);
		handler().release();
		assertThat(first.receive().body()).isEqualTo("hello");
		assertThat(second.receive().body()).isEqualTo("hello");
	}

	@ParameterizedTest
	@ValueSource(strings = { VERSION_1, VERSION_2 })
	void connectionsBehindTheProxyProtocolDrain(String header) throws Exception {
		this.proxyProtocol = true;
		UpgradableServer server = startServer();
		RawConnection active = connect();
		active.send(header + RawConnection.get("/wait"));
		handler().awaitWaiting(1);
		RawConnection idle = connect();
		idle.send(header + RawConnection.get("/hello"));
		assertThat(idle.receive().body()).isEqualTo("hello");
		RawConnection unused = connect();
		unused.send(header);
		awaitLoad(server, 3, 1);
		server.startDraining();
		Awaitility.await().until(() -> {
			server.closeIdleConnections();
			return server.load().connections() == 1;
		});
		assertThat(idle.ended()).isTrue();
		assertThat(unused.ended()).isTrue();
		handler().release();
		Response last = active.receive();
		assertThat(last.body()).isEqualTo("hello");
		assertThat(last.endsConnection()).isTrue();
		assertThat(active.ended()).isTrue();
		awaitLoad(server, 0, 0);
		assertThat(server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	private static Response exchange(RawConnection connection) {
		try {
			return connection.exchange("/hello");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
