package io.hotupgrade.engine;

import java.time.Duration;

import io.hotupgrade.internal.process.CpuUse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PriorityBound}.
 */
class PriorityBoundTests {

	private final PriorityBound bound = new PriorityBound(Duration.ofMinutes(2));

	@Test
	void startThatGetsHalfOfWhatItCouldUseGoesOn() {
		assertThat(this.bound.reached(Duration.ofSeconds(5), use(5000, 7000))).isEmpty();
		assertThat(this.bound.reached(Duration.ofSeconds(29), use(10_000, 10_000))).isEmpty();
	}

	@Test
	void startThatGetsLessThanHalfOfWhatItCouldUseIsOver() {
		assertThat(this.bound.reached(Duration.ofSeconds(5), use(4999, 7000)))
			.hasValueSatisfying((why) -> assertThat(why).contains("4999 ms of CPU time in 5000 ms", "the 10000 ms",
					"hotupgrade.launch.priority"));
		assertThat(this.bound.reached(Duration.ofSeconds(5), use(2000, 2001))).isPresent();
	}

	@Test
	void threadsThatWaitForEachOtherDoNotCount() {
		assertThat(this.bound.reached(Duration.ofSeconds(5), use(9900, 30_000))).isEmpty();
	}

	@Test
	void firstMomentsDoNotCount() {
		assertThat(this.bound.reached(Duration.ofSeconds(2), use(0, 1999))).isEmpty();
		assertThat(this.bound.reached(Duration.ofSeconds(2), use(0, 2000))).isPresent();
	}

	@Test
	void whereNothingIsCountedAQuarterOfTheTimeIsTheLimit() {
		assertThat(this.bound.reached(Duration.ofMillis(29_999), CpuUse.UNKNOWN)).isEmpty();
		assertThat(this.bound.reached(Duration.ofSeconds(30), CpuUse.UNKNOWN))
			.hasValueSatisfying((why) -> assertThat(why).contains("PT30S", "hotupgrade.launch.timeout"));
	}

	/** Of two processors. */
	private static CpuUse use(long ranMillis, long waitedMillis) {
		return new CpuUse(Duration.ofMillis(ranMillis), Duration.ofMillis(waitedMillis), 2);
	}

}
