package io.hotupgrade.netty;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.AbstractUpgradableServerTests.Setup;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.hotupgrade.server.tests.TestHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies without a known end, in both directions, at the pace of whoever takes them.
 */
class ReactorNettyStreamingTests {

	private static final int PART = 16 * 1024;

	/** More than all buffers between both sides take. */
	private static final int PARTS = 2_000;

	private final FakeRegistry registry = new FakeRegistry();

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong taken = new AtomicLong();

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private final Sinks.One<Boolean> begin = Sinks.one();

	private final List<AutoCloseable> clients = new ArrayList<>();

	private TestReactorNetty netty;

	private UpgradableServer server;

	@BeforeEach
	void start() {
		this.netty = new TestReactorNetty(this.registry, new Setup(0, new TestHandler(), null), DrainHooks.NONE, true,
				(configured) -> configured);
		this.netty.add("/stream", this::stream);
		this.netty.add("/take", this::take);
		this.netty.start();
		this.server = this.registry.servers().get(0);
	}

	private Publisher<Void> stream(HttpServerRequest request, HttpServerResponse response) {
		Flux<ByteBuf> body = Flux.range(0, PARTS)
			.map((part) -> Unpooled.wrappedBuffer(new byte[PART]))
			.doOnNext((part) -> this.sent.incrementAndGet())
			.doOnCancel(() -> this.cancelled.set(true));
		return response.send(body, (part) -> true);
	}

	/** Takes nothing before it is told to. */
	private Publisher<Void> take(HttpServerRequest request, HttpServerResponse response) {
		return this.begin.asMono()
			.thenMany(request.receive().doOnNext((part) -> this.taken.addAndGet(part.readableBytes())))
			.then(Mono.defer(() -> response.sendString(Mono.just("taken " + this.taken.get())).then()));
	}

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable client : this.clients) {
			client.close();
		}
		this.netty.close();
	}

	private RawConnection connect() throws IOException {
		RawConnection connection = new RawConnection(SocketFactory.getDefault(),
				this.server.listeners().get(0).address().getPort());
		this.clients.add(connection);
		return connection;
	}

	private RawConnection openStream() throws IOException {
		RawConnection connection = connect();
		connection.send(RawConnection.get("/stream"));
		Awaitility.await().untilAsserted(() -> assertThat(this.sent).hasPositiveValue());
		return connection;
	}

	@Test
	void responseGoesOnAtThePaceOfItsClientWhileDraining() throws Exception {
		RawConnection connection = openStream();
		this.server.startDraining();
		this.server.closeListeners().get(10, TimeUnit.SECONDS);
		this.server.closeIdleConnections();
		assertThat(this.sent).hasValueLessThan(PARTS);
		assertThat(connection.receive().body()).hasSize(PARTS * PART);
		Awaitility.await().untilAsserted(() -> {
			this.server.closeIdleConnections();
			assertThat(this.server.load().connections()).isZero();
		});
		assertThat(connection.ended()).isTrue();
		this.server.whenEmpty().get(10, TimeUnit.SECONDS);
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void requestIsTakenAtThePaceOfItsHandlerWhileDraining() throws Exception {
		RawConnection connection = connect();
		connection.send("POST /take HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
		CompletableFuture<Void> uploaded = CompletableFuture.runAsync(() -> upload(connection));
		Awaitility.await().untilAsserted(() -> assertThat(this.server.load().requests()).isOne());
		this.server.startDraining();
		this.server.closeIdleConnections();
		assertThat(uploaded).isNotDone();
		assertThat(this.taken).hasValue(0);
		this.begin.tryEmitValue(true);
		RawConnection.Response response = connection.receive();
		assertThat(response.body()).isEqualTo("taken " + PARTS * PART);
		assertThat(response.endsConnection()).isTrue();
		assertThat(connection.ended()).isTrue();
		uploaded.get(10, TimeUnit.SECONDS);
		assertThat(this.server.brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	private static void upload(RawConnection connection) {
		String chunk = Integer.toHexString(PART) + "\r\n" + "x".repeat(PART) + "\r\n";
		try {
			for (int part = 0; part < PARTS; part++) {
				connection.send(chunk);
			}
			connection.send("0\r\n\r\n");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void clientThatNeverReadsKeepsNobodyWaitingAndIsCut() throws Exception {
		openStream();
		RawConnection other = connect();
		this.server.startDraining();
		assertThat(other.exchange("/hello").endsConnection()).isTrue();
		assertThat(other.ended()).isTrue();
		CompletableFuture<Void> empty = this.server.whenEmpty();
		assertThat(empty).isNotDone();
		CutTraffic cut = this.server.closeConnections();
		assertThat(cut.byKind()).isEqualTo(Map.of(TrafficKind.HTTP1, 1));
		assertThat(cut.paths()).containsExactly("/stream");
		empty.get(10, TimeUnit.SECONDS);
		Awaitility.await().untilAsserted(() -> assertThat(this.cancelled).isTrue());
		assertThat(this.sent).hasValueLessThan(PARTS);
	}

}
