package io.hotupgrade.undertow;

import java.time.Duration;

import io.hotupgrade.server.RequestMeter;
import io.hotupgrade.server.learn.RequestRecorder;
import io.hotupgrade.server.support.RequestCount;
import io.hotupgrade.server.support.RequestTracking;
import io.undertow.server.ExchangeCompletionListener.NextListener;
import io.undertow.server.HttpServerExchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs to know each request in flight. Prints the figure; the limit is far above
 * it, to find mistakes and not slow machines.
 */
class RequestTrackingCostTests {

	private static final int REQUESTS = 1_000_000;

	private static final int ROUNDS = 5;

	private static final RequestTracking TRACKING = new RequestTracking(new RequestMeter(), new RequestRecorder());

	private static final NextListener NEXT = () -> {
	};

	@Test
	void costsLittle() {
		RequestCount connection = new RequestCount();
		HttpServerExchange exchange = new HttpServerExchange(null);
		Duration best = Duration.ofDays(1);
		for (int i = 0; i < ROUNDS; i++) {
			Duration round = serve(connection, exchange);
			best = (round.compareTo(best) < 0) ? round : best;
		}
		long nanos = best.dividedBy(REQUESTS).toNanos();
		System.out.println("Tracking a request costs " + nanos + " ns");
		assertThat(nanos).isLessThan(10_000);
		assertThat(connection.begun()).isEqualTo((long) REQUESTS * ROUNDS);
		assertThat(connection.inFlight()).isZero();
	}

	private static Duration serve(RequestCount connection, HttpServerExchange exchange) {
		long start = System.nanoTime();
		for (int i = 0; i < REQUESTS; i++) {
			UndertowRequest request = UndertowRequest.begin(exchange, connection, TRACKING);
			request.responding();
			request.exchangeEvent(exchange, NEXT);
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

}
