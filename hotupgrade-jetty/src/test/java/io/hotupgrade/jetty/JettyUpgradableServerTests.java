package io.hotupgrade.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.RawConnection.Response;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of {@link UpgradableServer} for Jetty, and what is special there.
 */
class JettyUpgradableServerTests extends AbstractUpgradableServerTests {

	private boolean limited;

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestJetty(registry, setup, DrainHooks.NONE, (connector) -> {
			patience().ifPresent((patience) -> connector.setIdleTimeout(patience.toMillis()));
			if (this.limited) {
				connector.getServer().addBean(new NetworkConnectionLimit(2, connector.getServer()));
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

	private static Response exchange(RawConnection connection) {
		try {
			return connection.exchange("/hello");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
