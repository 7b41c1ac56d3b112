package io.hotupgrade.internal.warmup;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LatencyTrend}.
 */
class LatencyTrendTests {

	private static final int WINDOW = 10;

	private final LatencyTrend trend = new LatencyTrend(WINDOW, 5);

	@Test
	void withoutAnyLatencyIsZero() {
		assertThat(this.trend.hasSettled()).isFalse();
		assertThat(this.trend.first()).isZero();
		assertThat(this.trend.last()).isZero();
	}

	@Test
	void firstAndLastAreMediansOfWhatIsThere() {
		this.trend.add(100);
		this.trend.add(300);
		this.trend.add(200);
		assertThat(this.trend.first()).isEqualTo(Duration.ofNanos(200));
		assertThat(this.trend.last()).isEqualTo(Duration.ofNanos(200));
	}

	@Test
	void firstAndLastAreMediansOfCompleteWindows() {
		windows(1, 900);
		windows(1, 700);
		this.trend.add(1);
		assertThat(this.trend.first()).isEqualTo(Duration.ofNanos(900));
		assertThat(this.trend.last()).isEqualTo(Duration.ofNanos(700));
	}

	@Test
	void settlesWhenSeveralWindowsBringNothing() {
		windows(1, 1000);
		windows(LatencyTrend.PATIENCE - 1, 1000);
		assertThat(this.trend.hasSettled()).isFalse();
		windows(1, 1000);
		assertThat(this.trend.hasSettled()).isTrue();
	}

	@Test
	void doesNotSettleWhileItFalls() {
		for (long latency = 1_000_000; latency > 1000; latency = latency * 9 / 10) {
			windows(1, latency);
			assertThat(this.trend.hasSettled()).isFalse();
		}
	}

	@Test
	void gainWithinTheToleranceIsNone() {
		for (long latency = 1000; latency > 1000 - LatencyTrend.PATIENCE - 1; latency--) {
			windows(1, latency);
		}
		assertThat(this.trend.hasSettled()).isTrue();
	}

	@Test
	void fallAfterAPlateauCountsAnew() {
		windows(LatencyTrend.PATIENCE, 1000);
		windows(1, 500);
		windows(LatencyTrend.PATIENCE - 1, 500);
		assertThat(this.trend.hasSettled()).isFalse();
		windows(1, 500);
		assertThat(this.trend.hasSettled()).isTrue();
	}

	@Test
	void singlePausesHideNothing() {
		for (int i = 0; i < WINDOW; i++) {
			this.trend.add((i == 3) ? 50_000_000 : 1000);
		}
		assertThat(this.trend.first()).isEqualTo(Duration.ofNanos(1000));
	}

	/** Slow windows are no improvement, and no new beginning. */
	@Test
	void slowWindowsBetweenDoNotKeepItFromSettling() {
		windows(1, 1000);
		for (int i = 0; i < LatencyTrend.PATIENCE; i++) {
			windows(1, 1000 + 700 * (i % 2));
		}
		assertThat(this.trend.hasSettled()).isTrue();
	}

	private void windows(int count, long latency) {
		for (int i = 0; i < count * WINDOW; i++) {
			this.trend.add(latency);
		}
	}

}
