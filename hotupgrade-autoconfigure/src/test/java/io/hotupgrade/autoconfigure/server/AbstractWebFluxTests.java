package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.WarmUp;
import io.hotupgrade.autoconfigure.engine.TestEngines;
import io.hotupgrade.autoconfigure.engine.UpgradeEngineFactory;
import io.hotupgrade.engine.UpgradeEngine;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.DrainAttributes;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.WebSocketFarewell;
import io.hotupgrade.server.tests.RawConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;

/**
 * An application of WebFlux on another server than Reactor Netty, in any generation of
 * Spring Boot: it takes part in upgrades as one of servlets does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class AbstractWebFluxTests {

	private static final int CLIENTS = 8;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final int TEXT = 0x81;

	private static final int CLOSE = 0x88;

	private static final String GOING_AWAY = "\u0003\u00e9";

	/** Masked with nothing. */
	private static final String ANSWER_GOING_AWAY = "\u0088\u0082\0\0\0\0" + GOING_AWAY;

	private final UpgradeEngine engine = TestEngines.awaited();

	private final List<RawConnection> connections = new ArrayList<>();

	private final Class<?> server;

	private Path directory;

	private ConfigurableApplicationContext context;

	/**
	 * Creates the tests for a server.
	 * @param server the configuration that has its factory, and its
	 * {@link RequestUpgradeStrategy}
	 */
	AbstractWebFluxTests(Class<?> server) {
		this.server = server;
	}

	@BeforeAll
	void start(@TempDir Path logs) {
		this.directory = logs;
		SpringApplication application = new SpringApplication(Application.class, this.server);
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		application.addInitializers((starting) -> starting.getBeanFactory()
			.registerSingleton("engineFactory", (UpgradeEngineFactory) (settings, exit) -> this.engine));
		this.context = application.run("--server.port=0", "--management.endpoints.web.exposure.include=hotupgrade",
				"--server.tomcat.basedir=" + logs, "--server.tomcat.accesslog.enabled=true",
				"--server.tomcat.accesslog.buffered=false", "--server.tomcat.accesslog.rotate=false",
				"--server.tomcat.accesslog.directory=" + logs, "--server.undertow.accesslog.enabled=true",
				"--server.undertow.accesslog.rotate=false", "--server.undertow.accesslog.dir=" + logs,
				"--server.jetty.accesslog.enabled=true", "--server.jetty.accesslog.filename=" + log());
	}

	@AfterEach
	void leaveAsItWas() throws IOException {
		server().stopDraining();
		for (RawConnection connection : this.connections) {
			connection.close();
		}
		this.connections.clear();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	private Path log() {
		return this.directory.resolve("access_log.log");
	}

	private UpgradableServer server() {
		ArgumentCaptor<UpgradableServer> registered = ArgumentCaptor.forClass(UpgradableServer.class);
		then(this.engine).should(atLeastOnce()).register(registered.capture());
		return registered.getValue();
	}

	private RawConnection connect() throws IOException {
		return connect(server().listeners().get(0).address().getPort());
	}

	private RawConnection connect(int port) throws IOException {
		RawConnection connection = new RawConnection(SocketFactory.getDefault(), port);
		this.connections.add(connection);
		return connection;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hello", "/slow", "/stream", "/none", "/unknown" })
	void responseEndsTheConnectionInADrain(String path) throws Exception {
		RawConnection connection = connect();
		RawConnection.Response before = connection.exchange(path);
		assertThat(before.endsConnection()).isFalse();
		server().startDraining();
		RawConnection.Response last = connection.exchange(path);
		assertThat(last.status()).isEqualTo(before.status());
		if (last.status() == 200) {
			assertThat(last.body()).isEqualTo(before.body());
		}
		assertThat(last.endsConnection()).isTrue();
		assertThat(connection.ended()).isTrue();
	}

	@Test
	void requestsThatHaveArrivedAreAnswered() throws Exception {
		RawConnection connection = connect();
		connection.send(RawConnection.get("/slow") + RawConnection.get("/stream") + RawConnection.get("/hello"));
		server().startDraining();
		assertThat(connection.receive().body()).isEqualTo("slow");
		assertThat(connection.receive().body()).isEqualTo("one two three");
		RawConnection.Response last = connection.receive();
		assertThat(last.body()).isEqualTo("hello");
		assertThat(last.endsConnection()).isTrue();
		assertThat(connection.ended()).isTrue();
	}

	@Test
	void requestThatIsArrivingIsAnswered() throws Exception {
		RawConnection connection = connect();
		connection.send("POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nabc");
		Awaitility.await().atMost(LIMIT).until(() -> server().load().requests() == 1);
		server().startDraining();
		server().closeIdleConnections();
		connection.send("def");
		RawConnection.Response response = connection.receive();
		assertThat(response.body()).isEqualTo("length=6");
		assertThat(response.endsConnection()).isTrue();
		assertThat(server().brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	@Test
	void idleConnectionIsClosed() throws Exception {
		RawConnection connection = connect();
		connection.exchange("/hello");
		server().startDraining();
		Awaitility.await().atMost(LIMIT).until(() -> {
			server().closeIdleConnections();
			return server().load().connections() == 0;
		});
		assertThat(connection.ended()).isTrue();
	}

	@Test
	void drainKnowsTheAttributesOfAnExchange() throws Exception {
		Awaitility.await().atMost(LIMIT).until(() -> server().load().connections() == 0);
		RawConnection endless = connect();
		endless.send(RawConnection.get("/endless"));
		connect().send(RawConnection.get("/ignored"));
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(() -> assertThat(server().activity().byProtocol())
				.isEqualTo(Map.of(TrafficKind.STREAM, 1, TrafficKind.HTTP1, 1)));
		server().startDraining();
		server().sayFarewell(TrafficKind.STREAM, Duration.ZERO);
		assertThat(endless.receive().body()).isEqualTo("ended");
		server().whenEmpty().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(server().closeConnections())
			.isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.IGNORED, 1), List.of()));
	}

	@Test
	void requestsAreMeasured() throws Exception {
		Awaitility.await().atMost(LIMIT).until(() -> server().load().requests() == 0);
		RequestMeter meter = this.engine.requestMeter();
		meter.start();
		try {
			assertThat(connect().exchange("/slow").status()).isEqualTo(200);
			assertThat(connect().exchange("/fail").status()).isEqualTo(503);
			Awaitility.await().atMost(LIMIT).until(() -> meter.statistics().requests() == 2);
			assertThat(meter.statistics().serverErrors()).isOne();
		}
		finally {
			meter.stop();
		}
	}

	@Test
	void webSocketIsClosedAsGoingAwayBehindTheFarewell() throws Exception {
		Awaitility.await().atMost(LIMIT).until(() -> server().load().connections() == 0);
		RawConnection connection = connect();
		connection.send("GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
		assertThat(connection.receive().status()).isEqualTo(101);
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(
					() -> assertThat(server().activity().byProtocol()).isEqualTo(Map.of(TrafficKind.WEBSOCKET, 1)));
		server().startDraining();
		server().sayFarewell(TrafficKind.WEBSOCKET, Duration.ofSeconds(1));
		assertThat(frame(connection, TEXT)).isEqualTo("bye /socket");
		assertThat(frame(connection, CLOSE)).startsWith(GOING_AWAY);
		connection.send(ANSWER_GOING_AWAY);
		assertThat(connection.ended()).isTrue();
		server().whenEmpty().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(server().closeConnections()).isEqualTo(CutTraffic.NONE);
		assertThat(server().brokenOff()).isEqualTo(CutTraffic.NONE);
	}

	private static String frame(RawConnection connection, int kind) throws IOException {
		String header = connection.read(2);
		assertThat((int) header.charAt(0)).isEqualTo(kind);
		return connection.read(header.charAt(1));
	}

	/** The response may be there before the time was taken and the line written. */
	@Test
	void requestsOfAWarmUpAreMarkedAndLeaveNoTrace() throws Exception {
		Awaitility.await().atMost(LIMIT).until(() -> server().load().requests() == 0);
		try (PrivateListener listener = server().openPrivateListener(false)) {
			StringBuilder request = new StringBuilder("GET /marks HTTP/1.1\r\nHost: localhost\r\n");
			listener.headers().forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
			RawConnection connection = connect(listener.address().getPort());
			connection.send(request.append("\r\n").toString());
			assertThat(connection.receive().body()).isEqualTo("true");
			assertThat(server().load().requests()).isZero();
		}
		assertThat(connect().exchange("/marks").body()).isEqualTo("null");
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
			assertThat(timed("/marks")).isEqualTo(1);
			assertThat(Files.readAllLines(log())).filteredOn((line) -> line.contains("/marks")).hasSize(1);
		});
	}

	private long timed(String path) {
		return this.context.getBean(MeterRegistry.class)
			.find("http.server.requests")
			.tag("uri", path)
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	@Test
	void endpointRefusesWhatIsNoRequest() throws Exception {
		RawConnection connection = connect();
		connection.send(RawConnection.post("/actuator/hotupgrade", "nonsense"));
		RawConnection.Response response = connection.receive();
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.body()).contains("MALFORMED_REQUEST");
	}

	/** Ends the server. */
	@Test
	@Order(Integer.MAX_VALUE)
	void nobodyIsCutWhenTheInstanceLeaves() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<CompletableFuture<Integer>> answers = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				RawConnection connection = connect();
				String path = (i % 2 == 0) ? "/slow" : "/stream";
				answers.add(CompletableFuture.supplyAsync(() -> untilTold(connection, path), clients));
			}
			Awaitility.await().atMost(LIMIT).until(() -> server().load().requests() >= CLIENTS / 2);
			server().startDraining();
			server().closeListeners().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
			server().whenEmpty().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
			for (CompletableFuture<Integer> answered : answers) {
				assertThat(answered.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isPositive();
			}
			assertThat(server().closeConnections()).isEqualTo(CutTraffic.NONE);
			assertThat(server().brokenOff()).isEqualTo(CutTraffic.NONE);
		}
		finally {
			clients.shutdownNow();
		}
	}

	/** Sends one request after the other until a response ends the connection. */
	private static int untilTold(RawConnection connection, String path) {
		try {
			for (int answers = 1;; answers++) {
				RawConnection.Response response = connection.exchange(path);
				assertThat(response.status()).isEqualTo(200);
				if (response.endsConnection()) {
					return answers;
				}
			}
		}
		catch (IOException ex) {
			throw new AssertionError("A request was not answered", ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Requests requests() {
			return new Requests();
		}

		/** Before the pages of the requests. */
		@Bean
		HandlerMapping sockets() {
			WebSocketHandler listening = (session) -> session.receive().then();
			return new SimpleUrlHandlerMapping(Map.of("/socket", listening), -1);
		}

		@Bean
		WebSocketFarewell farewell() {
			return (session, limit) -> session.sendText("bye " + session.path());
		}

		/** The servers are all on the class path: Spring would take one by itself. */
		@Bean
		WebFluxConfigurer socketsOf(RequestUpgradeStrategy server) {
			return new WebFluxConfigurer() {

				@Override
				public WebSocketService getWebSocketService() {
					return new HandshakeWebSocketService(server);
				}

			};
		}

	}

	@RestController
	static class Requests {

		private final Sinks.One<String> end = Sinks.one();

		@GetMapping(path = "/hello", produces = "text/plain")
		Mono<String> hello() {
			return Mono.just("hello");
		}

		@GetMapping(path = "/slow", produces = "text/plain")
		Mono<String> slow() {
			return Mono.delay(Duration.ofMillis(50)).thenReturn("slow");
		}

		@GetMapping(path = "/stream", produces = "text/plain")
		Flux<String> stream() {
			return Flux.just("one ", "two ", "three").delayElements(Duration.ofMillis(20));
		}

		@GetMapping("/fail")
		@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
		Mono<Void> fail() {
			return Mono.empty();
		}

		@GetMapping("/none")
		@ResponseStatus(HttpStatus.NO_CONTENT)
		Mono<Void> none() {
			return Mono.empty();
		}

		@PostMapping(path = "/upload", produces = "text/plain")
		Mono<String> upload(@RequestBody Mono<byte[]> body) {
			return body.map((bytes) -> "length=" + bytes.length);
		}

		@GetMapping(path = "/marks", produces = "text/plain")
		Mono<String> marks(ServerWebExchange exchange) {
			return Mono.just(String.valueOf(exchange.<Object>getAttribute(WarmUp.REQUEST_ATTRIBUTE)));
		}

		@GetMapping(path = "/ignored", produces = "text/plain")
		Mono<String> ignored(ServerWebExchange exchange) {
			exchange.getAttributes().put(DrainAttributes.IGNORE, true);
			return Mono.never();
		}

		@GetMapping(path = "/endless", produces = "text/plain")
		Mono<String> endless(ServerWebExchange exchange) {
			exchange.getAttributes().put(DrainAttributes.END, (Runnable) () -> this.end.tryEmitValue("ended"));
			return this.end.asMono();
		}

	}

}
