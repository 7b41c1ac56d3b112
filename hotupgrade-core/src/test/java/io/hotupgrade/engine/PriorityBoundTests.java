package io.hotupgrade.engine;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PriorityBound}.
 */
class PriorityBoundTests {

	private final PriorityBound bound = new PriorityBound(Duration.ofMinutes(2));

	@Test
	void startThatGetsItsShareGoesOn() {
		assertThat(this.bound.reached(Duration.ofSeconds(5), Duration.ofMillis(2500))).isEmpty();
		assertThat(this.bound.reached(Duration.ofSeconds(29), Duration.ofSeconds(14))).isEmpty();
	}

	@Test
	void startThatWaitsForMoreThanHalfOfItsTimeIsOver() {
		assertThat(this.bound.reached(Duration.ofSeconds(5), Duration.ofMillis(2501)))
			.hasValueSatisfying((why) -> assertThat(why).contains("2501 ms of 5000", "hotupgrade.launch.priority"));
	}

	@Test
	void firstMomentsDoNotCount() {
		assertThat(this.bound.reached(Duration.ofSeconds(2), Duration.ofMillis(1999))).isEmpty();
		assertThat(this.bound.reached(Duration.ofSeconds(2), Duration.ofSeconds(2))).isPresent();
	}

	@Test
	void whereNothingIsCountedAQuarterOfTheTimeIsTheLimit() {
		assertThat(this.bound.reached(Duration.ofMillis(29_999), Duration.ZERO)).isEmpty();
		assertThat(this.bound.reached(Duration.ofSeconds(30), Duration.ZERO))
			.hasValueSatisfying((why) -> assertThat(why).contains("PT30S", "hotupgrade.launch.timeout"));
	}

}
