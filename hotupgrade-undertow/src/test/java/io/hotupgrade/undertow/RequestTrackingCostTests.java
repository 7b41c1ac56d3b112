package io.hotupgrade.undertow;

import java.time.Duration;
import java.util.List;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.learn.RequestRecorder;
import io.hotupgrade.server.support.RequestCount;
import io.hotupgrade.server.support.RequestTracking;
import io.undertow.server.ExchangeCompletionListener.NextListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to know each request in flight. Prints the figure; the limit is far above
 * it, to find mistakes and not slow machines.
 */
class RequestTrackingCostTests {

	private static final int REQUESTS = 1_000_000;

	private static final int ROUNDS = 5;

	private static final NextListener NEXT = () -> {
	};

	@Test
	void costsLittle() {
		measure("Tracking a request", new RequestTracking(new RequestMeter(), new RequestRecorder()));
	}

	@Test
	void learningCostsLittle() {
		RequestRecorder recorder = new RequestRecorder();
		recorder.start(new LearnSettings(50, (path) -> false, List.of("pattern")));
		measure("Tracking a request, and learning it,", new RequestTracking(new RequestMeter(), recorder));
		assertThat(recorder.learned().requests()).extracting(LearnedRequest::path).containsExactly("/orders?page=1");
	}

	private static void measure(String what, RequestTracking tracking) {
		RequestCount connection = new RequestCount();
		HttpServerExchange exchange = new HttpServerExchange(null);
		exchange.setRequestMethod(Methods.GET).setRequestURI("/orders").setQueryString("page=1");
		Duration best = Duration.ofDays(1);
		for (int i = 0; i < ROUNDS; i++) {
			Duration round = serve(connection, exchange, tracking);
			best = (round.compareTo(best) < 0) ? round : best;
		}
		long nanos = best.dividedBy(REQUESTS).toNanos();
		System.out.println(what + " costs " + nanos + " ns");
		assertThat(nanos).isLessThan(10_000);
		assertThat(connection.begun()).isEqualTo((long) REQUESTS * ROUNDS);
		assertThat(connection.inFlight()).isZero();
	}

	private static Duration serve(RequestCount connection, HttpServerExchange exchange, RequestTracking tracking) {
		long start = System.nanoTime();
		for (int i = 0; i < REQUESTS; i++) {
			UndertowRequest request = UndertowRequest.begin(exchange, connection, tracking);
			request.responding();
			request.exchangeEvent(exchange, NEXT);
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

}
