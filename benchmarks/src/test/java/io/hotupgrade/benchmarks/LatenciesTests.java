package io.hotupgrade.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatenciesTests {

	@Test
	void percentilesAreThoseOfTheNearestRank() {
		Latencies latencies = upTo(1_000);
		assertThat(latencies.millis(50)).hasValue(500);
		assertThat(latencies.millis(99)).hasValue(990);
		assertThat(latencies.millis(99.9)).hasValue(999);
		assertThat(latencies.millis(100)).hasValue(1_000);
	}

	@Test
	void ofFewTheHighPercentilesAreTheLongest() {
		assertThat(upTo(3).millis(50)).hasValue(2);
		assertThat(upTo(3).millis(99)).hasValue(3);
		assertThat(upTo(1).millis(0)).hasValue(1);
	}

	@Test
	void ofNoneThereAreNoPercentilesAndNoRatio() {
		Latencies none = new Latencies();
		assertThat(none.millis(99)).isEmpty();
		assertThat(none.ratio(upTo(10), 99)).isEmpty();
		assertThat(upTo(10).ratio(none, 99)).isEmpty();
	}

	@Test
	void ratioComparesTheSamePercentile() {
		assertThat(upTo(300).ratio(upTo(100), 50)).hasValue(3);
	}

	private static Latencies upTo(int millis) {
		// From the longest on: they have to be sorted.
		return new Latencies(LongStream.rangeClosed(1, millis)
			.map((value) -> TimeUnit.MILLISECONDS.toNanos(millis + 1 - value))
			.toArray());
	}

}
