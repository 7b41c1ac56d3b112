package io.hotupgrade.server.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.hotupgrade.server.RequestMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestCountTests {

	private static final int THREADS = 4;

	private static final int REQUESTS = 20_000;

	private final RequestCount count = new RequestCount();

	private final RequestMeter meter = new RequestMeter();

	private TrackedRequest begin() {
		TrackedRequest request = new TrackedRequest(new FakeRequest(), this.meter, null);
		this.count.begin(request);
		return request;
	}

	@Test
	void requestsMayEndInAnyOrder() {
		TrackedRequest first = begin();
		TrackedRequest second = begin();
		TrackedRequest third = begin();
		assertThat(this.count.inFlight()).isEqualTo(3);
		assertThat(this.count.requests()).containsExactlyInAnyOrder(first, second, third);
		this.count.end(first);
		assertThat(this.count.requests()).containsExactlyInAnyOrder(second, third);
		TrackedRequest fourth = begin();
		this.count.end(third);
		this.count.end(second);
		assertThat(this.count.requests()).containsExactly(fourth);
		this.count.end(fourth);
		assertThat(this.count.inFlight()).isZero();
		assertThat(this.count.begun()).isEqualTo(4);
	}

	@Test
	void endOfAllIsToldOnce() {
		AtomicInteger told = new AtomicInteger();
		RequestCount telling = new RequestCount() {
			@Override
			protected void ended() {
				assertThat(inFlight()).isZero();
				told.incrementAndGet();
			}
		};
		for (int i = 0; i < 5; i++) {
			telling.begin(new TrackedRequest(new FakeRequest(), this.meter, null));
		}
		telling.endAll();
		telling.endAll();
		assertThat(told).hasValue(1);
	}

	@Test
	void aRequestThatEndsTwiceIsCountedOutOnce() {
		TrackedRequest first = begin();
		TrackedRequest second = begin();
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
		TrackedRequest initial = begin();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<?> chain = executor.submit(() -> {
				TrackedRequest last = initial;
				for (int i = 0; i < REQUESTS; i++) {
					TrackedRequest next = begin();
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
						this.count.end(begin());
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
