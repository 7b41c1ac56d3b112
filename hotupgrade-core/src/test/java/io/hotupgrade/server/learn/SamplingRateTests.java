package io.hotupgrade.server.learn;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SamplingRateTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final SamplingRate rate = new SamplingRate(0);

	private long now;

	/** As if requests came evenly. */
	private int serve(int perSecond, int seconds) {
		int taken = 0;
		for (int i = 0; i < perSecond * seconds; i++) {
			this.now += SECOND / perSecond;
			if (i % this.rate.interval() == 0) {
				this.rate.taken(this.now);
				taken++;
			}
		}
		return taken / seconds;
	}

	@Test
	void looksAtEachRequestWhereThereAreFew() {
		assertThat(serve(50, 20)).isEqualTo(50);
		assertThat(this.rate.interval()).isOne();
	}

	@Test
	void looksAtAboutAsManyWhateverTheLoad() {
		assertThat(serve(10_000, 20)).isBetween(25, 2 * SamplingRate.MOST);
		assertThat(serve(1000, 20)).isBetween(25, 2 * SamplingRate.MOST);
		assertThat(serve(40_000, 20)).isBetween(25, 2 * SamplingRate.MOST);
	}

	@Test
	void looksAtMostRequestsAgainAfterABusyTime() {
		serve(10_000, 5);
		assertThat(this.rate.interval()).isGreaterThan(16);
		this.now += 60 * SECOND;
		serve(50, 5);
		assertThat(this.rate.interval()).isLessThanOrEqualTo(2);
	}

}
