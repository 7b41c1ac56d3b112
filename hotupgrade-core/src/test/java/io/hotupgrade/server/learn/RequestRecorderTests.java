package io.hotupgrade.server.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.hotupgrade.LearnSettings;
import io.hotupgrade.LearnedRequest;
import io.hotupgrade.LearnedRequests;
import io.hotupgrade.LearnedRequests.LeftOut;
import io.hotupgrade.WarmUp;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestRecorderTests {

	private static final LearnSettings SETTINGS = new LearnSettings(10, (path) -> false, List.of());

	private long now;

	private final RequestRecorder recorder = new RequestRecorder(() -> this.now);

	private void serve(AnsweredRequest request, long nanos, boolean endless) {
		RequestSample sample = this.recorder.sample();
		if (sample != null) {
			sample.responding(request);
			sample.responded(nanos, endless);
		}
	}

	@Test
	void looksAtNothingUnlessStarted() {
		assertThat(this.recorder.sample()).isNull();
		assertThat(this.recorder.learned()).isEqualTo(LearnedRequests.NONE);
	}

	@Test
	void learnsWhatIsComplete() {
		this.recorder.start(SETTINGS);
		serve(new FakeExchange("/a"), 1, false);
		this.recorder.sample().responding(new FakeExchange("/never-complete"));
		this.recorder.sample().responded(1, false);
		assertThat(this.recorder.learned())
			.isEqualTo(new LearnedRequests(true, List.of(new LearnedRequest("/a", "", "/a", 10_000)), Map.of()));
	}

	@Test
	void leavesOutWhatTakesLongOrHasNoEnd() {
		this.recorder.start(SETTINGS);
		serve(new FakeExchange("/slow"), TimeUnit.SECONDS.toNanos(1) + 1, false);
		serve(new FakeExchange("/events"), 1, true);
		assertThat(this.recorder.learned())
			.isEqualTo(new LearnedRequests(true, List.of(), Map.of(LeftOut.TOO_SLOW, 2L)));
	}

	@Test
	void leavesOutAWarmUpAndDoesNotCountIt() {
		this.recorder.start(SETTINGS);
		serve(new FakeExchange("/a").attribute(WarmUp.REQUEST_ATTRIBUTE, true), 1, false);
		assertThat(this.recorder.learned()).isEqualTo(new LearnedRequests(true, List.of(), Map.of()));
	}

	@Test
	void busyServersShowTheirFrequenciesInSamples() {
		this.recorder.start(SETTINGS);
		for (int i = 0; i < 400_000; i++) {
			this.now += TimeUnit.MICROSECONDS.toNanos(50);
			serve(new FakeExchange((i % 4 == 0) ? "/rare" : "/often"), 1, false);
		}
		assertThat(this.recorder.learned().requests()).extracting(LearnedRequest::path)
			.containsExactly("/often", "/rare");
		assertThat(this.recorder.learned().requests().get(0).weight()).isBetween(6500L, 8500L);
	}

	@Test
	void noneIsLostBecauseAnotherCountsAtTheSameTime() throws Exception {
		for (int round = 0; round < 200; round++) {
			this.recorder.start(SETTINGS);
			CyclicBarrier together = new CyclicBarrier(4);
			ExecutorService threads = Executors.newFixedThreadPool(4);
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				all.add(threads.submit(() -> {
					together.await(30, TimeUnit.SECONDS);
					serve(new FakeExchange("/").status(500), 1, false);
					return null;
				}));
			}
			for (Future<?> one : all) {
				one.get(30, TimeUnit.SECONDS);
			}
			threads.shutdown();
			assertThat(this.recorder.learned().leftOut()).containsExactly(Map.entry(LeftOut.NOT_ANSWERED_WELL, 4L));
		}
	}

	@Test
	void manyThreadsNeitherWaitNorFail() throws Exception {
		this.recorder.start(SETTINGS);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		List<Future<?>> all = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			String path = "/" + i;
			all.add(threads.submit(() -> {
				for (int request = 0; request < 50_000; request++) {
					serve(new FakeExchange(path), 1, false);
				}
			}));
		}
		for (Future<?> one : all) {
			one.get(30, TimeUnit.SECONDS);
		}
		threads.shutdown();
		assertThat(this.recorder.learned().requests()).isNotEmpty();
	}

}
