package io.hotupgrade.autoconfigure.warmup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.TrafficKind;
import io.hotupgrade.WarmUp;
import io.hotupgrade.autoconfigure.server.ReactorNettyRequests;
import io.hotupgrade.autoconfigure.server.WarmUpFilter;
import io.hotupgrade.netty.ReactorNettyAdapter;
import io.hotupgrade.server.CutTraffic;
import io.hotupgrade.server.DrainAttributes;
import io.hotupgrade.server.PrivateListener;
import io.hotupgrade.server.UpgradableServer;
import io.hotupgrade.server.support.DrainHooks;
import io.hotupgrade.server.tests.FakeRegistry;
import io.hotupgrade.server.tests.RawConnection;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What WebFlux on Reactor Netty knows of a warm-up and of a drain.
 */
class ReactorNettyRequestsTests {

	private final FakeRegistry registry = new FakeRegistry();

	private final ReactorNettyAdapter adapter = new ReactorNettyAdapter("server", this.registry, DrainHooks.NONE);

	private final List<String> observed = new CopyOnWriteArrayList<>();

	private final Sinks.One<String> end = Sinks.one();

	private final List<AutoCloseable> resources = new ArrayList<>();

	private UpgradableServer start(boolean forwarded, WarmUpFilter... warmUpFilters) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		for (WarmUpFilter filter : warmUpFilters) {
			beans.addBean("filter" + filter.getOrder(), filter);
		}
		ReactorNettyRequests requests = new ReactorNettyRequests(beans.getBeanProvider(WarmUpFilter.class));
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig()
			.observationHandler(new Taking(this.observed))
			.observationPredicate(new WarmUpReactiveObservations());
		WebHttpHandlerBuilder builder = WebHttpHandlerBuilder.webHandler(this::handle)
			.filter(requests)
			.observationRegistry(observations)
			.httpHandlerDecorator(requests);
		if (forwarded) {
			builder.forwardedHeaderTransformer(new ForwardedHeaderTransformer());
		}
		DisposableServer bound = this.adapter.attach(HttpServer.create().host("127.0.0.1").port(0))
			.handle(new ReactorHttpHandlerAdapter(builder.build()))
			.bindNow();
		this.resources.add(bound::disposeNow);
		return this.registry.servers().get(0);
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		Mono<String> answer = switch (exchange.getRequest().getPath().value()) {
			case "/ignored" -> {
				exchange.getAttributes().put(DrainAttributes.IGNORE, true);
				yield Mono.never();
			}
			case "/endless" -> {
				exchange.getAttributes().put(DrainAttributes.END, (Runnable) () -> this.end.tryEmitValue("ended"));
				yield this.end.asMono();
			}
			default -> Mono.just(String.valueOf(exchange.<Object>getAttribute(WarmUp.REQUEST_ATTRIBUTE)));
		};
		return exchange.getResponse().writeWith(answer.map((text) -> buffer(exchange, text)));
	}

	private static DataBuffer buffer(ServerWebExchange exchange, String text) {
		return exchange.getResponse().bufferFactory().wrap(text.getBytes(StandardCharsets.US_ASCII));
	}

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
		this.adapter.close();
	}

	private RawConnection connect(int port) throws IOException {
		RawConnection connection = new RawConnection(SocketFactory.getDefault(), port);
		this.resources.add(connection);
		return connection;
	}

	private RawConnection connect(UpgradableServer server) throws IOException {
		return connect(server.listeners().get(0).address().getPort());
	}

	private String askPrivately(UpgradableServer server) throws IOException {
		try (PrivateListener listener = server.openPrivateListener(false)) {
			StringBuilder request = new StringBuilder("GET /marks HTTP/1.1\r\nHost: localhost\r\n");
			listener.headers().forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
			RawConnection connection = connect(listener.address().getPort());
			connection.send(request.append("\r\n").toString());
			return connection.receive().body();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestsOfAWarmUpAreMarkedAndOthersAreNot(boolean forwarded) throws Exception {
		UpgradableServer server = start(forwarded);
		assertThat(askPrivately(server)).isEqualTo("true");
		assertThat(connect(server).exchange("/marks").body()).isEqualTo("null");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void onlyRequestsOfAWarmUpPassItsFilters(boolean forwarded) throws Exception {
		List<Integer> passed = new CopyOnWriteArrayList<>();
		UpgradableServer server = start(forwarded, new Passed(2, passed), new Passed(1, passed));
		connect(server).exchange("/marks");
		assertThat(passed).isEmpty();
		assertThat(askPrivately(server)).isEqualTo("true");
		assertThat(passed).containsExactly(1, 2);
	}

	@Test
	void requestsOfAWarmUpAreNotObserved() throws Exception {
		UpgradableServer server = start(false);
		askPrivately(server);
		assertThat(this.observed).isEmpty();
		connect(server).exchange("/marks");
		Awaitility.await().untilAsserted(() -> assertThat(this.observed).containsExactly("http.server.requests"));
	}

	@Test
	void drainKnowsTheAttributesOfAnExchange() throws Exception {
		UpgradableServer server = start(false);
		RawConnection endless = connect(server);
		endless.send(RawConnection.get("/endless"));
		connect(server).send(RawConnection.get("/ignored"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(server.activity().byProtocol())
				.isEqualTo(Map.of(TrafficKind.STREAM, 1, TrafficKind.HTTP1, 1)));
		server.startDraining();
		server.sayFarewell(TrafficKind.STREAM, Duration.ZERO);
		assertThat(endless.receive().body()).isEqualTo("ended");
		server.whenEmpty().get(10, TimeUnit.SECONDS);
		assertThat(server.closeConnections())
			.isEqualTo(new CutTraffic(1, 0, Map.of(TrafficKind.IGNORED, 1), List.of()));
	}

	/**
	 * Takes down what passes it.
	 */
	private record Passed(int order, List<Integer> passed) implements WarmUpFilter {

		@Override
		public int getOrder() {
			return this.order;
		}

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			this.passed.add(this.order);
			return chain.filter(exchange);
		}

	}

	/**
	 * Takes down what is observed.
	 */
	private record Taking(List<String> observed) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			this.observed.add(context.getName());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
