package io.hotupgrade.loadmeter;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyHistogramTests {

	private final LatencyHistogram histogram = new LatencyHistogram();

	@Test
	void emptyHistogramIsZero() {
		LatencySummary summary = this.histogram.summary();
		assertThat(summary.count()).isZero();
		assertThat(summary.p99()).isZero();
		assertThat(summary.max()).isZero();
	}

	@Test
	void percentilesAreExactToTwoPercent() {
		for (int micros = 1; micros <= 1_000_000; micros++) {
			this.histogram.record(TimeUnit.MICROSECONDS.toNanos(micros));
		}
		LatencySummary summary = this.histogram.summary();
		assertThat(summary.count()).isEqualTo(1_000_000);
		assertClose(summary.p50(), 500_000);
		assertClose(summary.p90(), 900_000);
		assertClose(summary.p99(), 990_000);
		assertClose(summary.p999(), 999_000);
		assertThat(summary.max()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void smallValuesAreExact() {
		for (int micros = 0; micros <= 100; micros++) {
			this.histogram.record(TimeUnit.MICROSECONDS.toNanos(micros));
		}
		assertThat(this.histogram.summary().p50()).isEqualTo(Duration.ofNanos(50_000));
	}

	@Test
	void negativeAndHugeValuesAreTaken() {
		this.histogram.record(-5);
		this.histogram.record(Long.MAX_VALUE);
		assertThat(this.histogram.summary().p50()).isZero();
		assertThat(this.histogram.summary().max()).isGreaterThan(Duration.ofDays(100_000));
	}

	private static void assertClose(Duration actual, long micros) {
		assertThat(TimeUnit.NANOSECONDS.toMicros(actual.toNanos())).isCloseTo(micros, Percentage.withPercentage(2));
	}

}
