package io.hotupgrade.undertow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.undertow.server.HttpServerExchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestCountTests {

	private static final int THREADS = 4;

	private static final int REQUESTS = 20_000;

	private final RequestCount count = new RequestCount();

	private final HttpServerExchange exchange = new HttpServerExchange(null);

	@Test
	void requestsMayEndInAnyOrder() {
		TrackedRequest first = this.count.begin(this.exchange);
		TrackedRequest second = this.count.begin(this.exchange);
		TrackedRequest third = this.count.begin(this.exchange);
		assertThat(this.count.inFlight()).isEqualTo(3);
		assertThat(this.count.requests()).containsExactlyInAnyOrder(first, second, third);
		this.count.end(first);
		assertThat(this.count.requests()).containsExactlyInAnyOrder(second, third);
		TrackedRequest fourth = this.count.begin(this.exchange);
		this.count.end(third);
		this.count.end(second);
		assertThat(this.count.requests()).containsExactly(fourth);
		this.count.end(fourth);
		assertThat(this.count.inFlight()).isZero();
		assertThat(this.count.begun()).isEqualTo(4);
	}

	@Test
	void aRequestThatEndsTwiceIsCountedOutOnce() {
		TrackedRequest first = this.count.begin(this.exchange);
		TrackedRequest second = this.count.begin(this.exchange);
		this.count.end(first);
		this.count.end(first);
		assertThat(this.count.requests()).containsExactly(second);
	}

	/**
	 * One request is always in flight, each beginning before the last one ends, as the
	 * streams of an HTTP/2 connection may.
	 */
	@Test
	void neverSaysNoneWhileOneIsInFlight() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		TrackedRequest initial = this.count.begin(this.exchange);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<?> chain = executor.submit(() -> {
				TrackedRequest last = initial;
				for (int i = 0; i < REQUESTS; i++) {
					TrackedRequest next = this.count.begin(this.exchange);
					this.count.end(last);
					last = next;
				}
				over.set(true);
			});
			while (!over.get() && !chain.isDone()) {
				assertThat(this.count.inFlight()).isPositive();
			}
			chain.get();
			assertThat(this.count.inFlight()).isOne();
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void countsForManyThreads() throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				all.add(executor.submit(() -> {
					start.await();
					for (int j = 0; j < REQUESTS; j++) {
						this.count.end(this.count.begin(this.exchange));
					}
					return null;
				}));
			}
			start.countDown();
			for (Future<?> one : all) {
				one.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(this.count.begun()).isEqualTo((long) THREADS * REQUESTS);
		assertThat(this.count.inFlight()).isZero();
		assertThat(this.count.requests()).isEmpty();
	}

}
