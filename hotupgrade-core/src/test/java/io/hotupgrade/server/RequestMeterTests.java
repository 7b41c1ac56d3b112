package io.hotupgrade.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.hotupgrade.RequestStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestMeter} and the {@link RequestStatistics} that it makes.
 */
class RequestMeterTests {

	private final RequestMeter meter = new RequestMeter();

	@Test
	void statisticsWhenOffAreThoseOfNoRequest() {
		this.meter.record(200, 1000);
		assertThat(this.meter.isOn()).isFalse();
		assertThat(this.meter.statistics()).isEqualTo(RequestStatistics.NONE);
	}

	@Test
	void recordCountsServerErrors() {
		this.meter.start();
		IntStream.of(200, 302, 404, 499, 500, 503, 599).forEach((status) -> this.meter.record(status, 1000));
		assertThat(this.meter.statistics().requests()).isEqualTo(7);
		assertThat(this.meter.statistics().serverErrors()).isEqualTo(3);
		assertThat(this.meter.statistics().errorPercent()).isBetween(42.8, 42.9);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 100, 1000, 1023, 1024, 999_999, 60_000_000 })
	void latencyIsAtMostAQuarterTooLong(long micros) {
		this.meter.start();
		this.meter.record(200, TimeUnit.MICROSECONDS.toNanos(micros));
		assertThat(this.meter.statistics().percentile(99).toNanos() / 1000).isBetween(micros, micros + micros / 4);
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, -1, 0, Long.MAX_VALUE })
	void recordTakesAnyLatency(long nanos) {
		this.meter.start();
		this.meter.record(200, nanos);
		assertThat(this.meter.statistics().requests()).isOne();
	}

	@Test
	void percentileIsThatOfTheRank() {
		this.meter.start();
		IntStream.range(0, 98).forEach((i) -> this.meter.record(200, 1_000_000));
		this.meter.record(200, 50_000_000);
		this.meter.record(200, 500_000_000);
		RequestStatistics statistics = this.meter.statistics();
		assertThat(statistics.percentile(50)).isLessThan(Duration.ofMillis(2));
		assertThat(statistics.percentile(99)).isBetween(Duration.ofMillis(50), Duration.ofMillis(63));
		assertThat(statistics.percentile(100)).isBetween(Duration.ofMillis(500), Duration.ofMillis(630));
		assertThat(RequestStatistics.NONE.percentile(99)).isZero();
	}

	@Test
	void minusLeavesWhatCameLater() {
		this.meter.start();
		this.meter.record(500, 1_000_000);
		RequestStatistics before = this.meter.statistics();
		this.meter.record(200, 8_000_000);
		RequestStatistics later = this.meter.statistics().minus(before);
		assertThat(later.requests()).isOne();
		assertThat(later.serverErrors()).isZero();
		assertThat(later.percentile(1)).isGreaterThanOrEqualTo(Duration.ofMillis(8));
		assertThat(later.plus(before)).isEqualTo(this.meter.statistics());
	}

	@Test
	void whatEndedBeforeTheStartDoesNotCount() {
		this.meter.record(500, 1_000_000);
		this.meter.start();
		assertThat(this.meter.statistics()).isEqualTo(RequestStatistics.NONE);
		this.meter.record(500, 1_000_000);
		assertThat(this.meter.statistics().requests()).isOne();
		assertThat(this.meter.statistics().serverErrors()).isOne();
	}

	@Test
	void startBeginsFromZeroAfterAStopOnly() {
		this.meter.start();
		this.meter.record(200, 1);
		this.meter.start();
		assertThat(this.meter.statistics().requests()).isOne();
		this.meter.stop();
		this.meter.start();
		assertThat(this.meter.statistics()).isEqualTo(RequestStatistics.NONE);
	}

}
