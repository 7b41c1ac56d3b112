package io.hotupgrade.undertow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.ServerRegistry;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.RawConnection.Response;
import io.hotupgrade.server.tests.TestKeyStore;
import io.undertow.UndertowOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.Options;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the contract of {@link UpgradableServer} for Undertow, and what is special there.
 */
class UndertowUpgradableServerTests extends AbstractUpgradableServerTests {

	private static final String VERSION_1 = "PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n";

	private static final String VERSION_2 = "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u000c"
			+ "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0004\u0005\0\u0050";

	@TempDir
	private static Path keys;

	private TestKeyStore keyStore;

	private boolean proxyProtocol;

	private boolean limited;

	@Override
	protected AutoCloseable start(ServerRegistry registry, Setup setup) throws Exception {
		return new TestUndertow(registry, setup, (factory) -> {
			patience().ifPresent((patience) -> factory.addBuilderCustomizers((builder) -> builder
				.setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) patience.toMillis())));
			if (this.proxyProtocol) {
				factory.addBuilderCustomizers(new ProxyProtocolListener(),
						new ProxyProtocolListener(this.keyStore.serverContext()));
			}
			if (this.limited) {
				// XNIO counts an attempt that finds nobody, too: where connections come
				// one
				// by one, it stops after the last but one.
				factory.addBuilderCustomizers((builder) -> builder.setSocketOption(Options.CONNECTION_HIGH_WATER, 3)
					.setSocketOption(Options.CONNECTION_LOW_WATER, 1));
			}
		}).start();
	}

	@BeforeEach
	void createKeyStore() throws Exception {
		this.keyStore = TestKeyStore.create(keys);
	}

	@Test
	void upgradedConnectionIsLeftAloneWhileDraining() throws Exception {
		UpgradableServer server = startServer();
		server.startDraining();
		RawConnection connection = connect();
		connection.send("GET /upgrade HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: test\r\n\r\n");
		Response response = connection.receive();
		assertThat(response.status()).isEqualTo(101);
		assertThat(response.endsConnection()).isFalse();
		assertThat(connection.read("upgraded".length())).isEqualTo("upgraded");
		awaitLoad(server, 1, 0);
		server.closeIdleConnections();
		assertThat(connection.isSilent()).isTrue();
		assertThat(server.closeConnections())
			.isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.OTHER, 1), List.of("/upgrade")));
		assertThat(connection.ended()).isTrue();
	}

	@Test
	void connectionsThatWaitBeyondTheLimitOfOpenOnesAreServedWhileDraining() throws Exception {
		this.limited = true;
		UpgradableServer server = startServer();
		RawConnection first = connectWaiting();
		RawConnection second = connectWaiting();
		RawConnection lastOrWaiting = connect();
		RawConnection waiting = connect();
		waiting.send(RawConnection.get("/hello"));
		assertThat(waiting.isSilent()).isTrue();
		server.startDraining();
		assertThat(waiting.receive().body()).isEqualTo("hello");
		assertThat(waiting.ended()).isTrue();
		waiting.close();
		lastOrWaiting.close();
		awaitLoad(server, 2, 2);
		handler().release();
		assertThat(first.receive().body()).isEqualTo("hello");
		assertThat(second.receive().body()).isEqualTo("hello");
	}

	@Test
	void limitOfOpenConnectionsHoldsAgainWhenTheDrainIsStopped() throws Exception {
		this.limited = true;
		UpgradableServer server = startServer();
		RawConnection first = connectWaiting();
		RawConnection second = connectWaiting();
		server.startDraining();
		server.startDraining();
		server.stopDraining();
		List<RawConnection> accepted = new ArrayList<>();
		RawConnection waiting = connectUntilOneWaits(accepted);
		handler().release();
		assertThat(first.receive().body()).isEqualTo("hello");
		assertThat(second.receive().body()).isEqualTo("hello");
		first.close();
		second.close();
		for (RawConnection one : accepted) {
			one.close();
		}
		assertThat(waiting.receive().body()).isEqualTo("hello");
	}

	/** The acceptor may be at work while its limit is put back, and take a few more. */
	private RawConnection connectUntilOneWaits(List<RawConnection> accepted) throws Exception {
		for (int i = 0; i < 10; i++) {
			RawConnection connection = connect();
			connection.send(RawConnection.get("/hello"));
			if (connection.isSilent()) {
				return connection;
			}
			accepted.add(connection);
		}
		throw new AssertionError("All of ten connections more than the limit were served");
	}

	private RawConnection connectWaiting() throws Exception {
		RawConnection connection = connect();
		connection.send(RawConnection.get("/wait"));
		handler().awaitWaiting(1);
		return connection;
	}

	@Test
	void connectionsBehindTheProxyProtocolDrain() throws Exception {
		this.proxyProtocol = true;
		UpgradableServer server = startServer();
		useListener(1);
		RawConnection connection = connect();
		connection.send("PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n" + RawConnection.get("/wait"));
		handler().awaitWaiting(1);
		awaitLoad(server, 1, 1);
		server.startDraining();
		server.closeIdleConnections();
		handler().release();
		assertThat(connection.receive().endsConnection()).isTrue();
		assertThat(connection.ended()).isTrue();
		connection.close();
		awaitLoad(server, 0, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { VERSION_1, VERSION_2 })
	void idleConnectionBehindTheProxyProtocolIsClosed(String header) throws Exception {
		this.proxyProtocol = true;
		UpgradableServer server = startServer();
		useListener(1);
		RawConnection used = connect();
		used.send(header + RawConnection.get("/hello"));
		assertThat(used.receive().body()).isEqualTo("hello");
		RawConnection unused = connect();
		unused.send(header);
		awaitLoad(server, 2, 0);
		server.startDraining();
		CompletableFuture<Void> empty = server.whenEmpty();
		awaitEmpty(server, empty);
		assertThat(used.ended()).isTrue();
		assertThat(unused.ended()).isTrue();
	}

	@Test
	void addressesOfTwoConnectionsMayBeTheSame() throws Exception {
		this.proxyProtocol = true;
		UpgradableServer server = startServer();
		useListener(1);
		RawConnection first = connect();
		first.send(VERSION_1 + RawConnection.get("/wait"));
		handler().awaitWaiting(1);
		RawConnection second = connect();
		second.send(VERSION_1 + RawConnection.get("/hello"));
		assertThat(second.receive().body()).isEqualTo("hello");
		awaitLoad(server, 2, 1);
		server.startDraining();
		server.closeIdleConnections();
		assertThat(second.ended()).isTrue();
		awaitLoad(server, 1, 1);
		handler().release();
		assertThat(first.receive().body()).isEqualTo("hello");
	}

	@ParameterizedTest
	@ValueSource(strings = { VERSION_1, VERSION_2 })
	void tlsConnectionsBehindTheProxyProtocolDrain(String header) throws Exception {
		this.proxyProtocol = true;
		UpgradableServer server = startServer();
		useListener(2);
		useSockets(new ProxiedSockets(header, this.keyStore.clientContext(), "http/1.1"));
		RawConnection active = connect();
		active.send(RawConnection.get("/wait"));
		handler().awaitWaiting(1);
		RawConnection idle = connect();
		idle.send(RawConnection.get("/hello"));
		assertThat(idle.receive().body()).isEqualTo("hello");
		RawConnection unused = connect();
		awaitLoad(server, 3, 1);
		server.startDraining();
		Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
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

	/** Closes what is idle as a drain does, again and again. */
	private static void awaitEmpty(UpgradableServer server, CompletableFuture<Void> empty) {
		Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
			server.closeIdleConnections();
			return empty.isDone();
		});
	}

}
