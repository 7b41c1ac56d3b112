package io.hotupgrade.autoconfigure.endpoint;

import java.time.Duration;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotupgrade.ShiftStatus;
import io.hotupgrade.ShiftStatus.Answered;
import io.hotupgrade.ShiftStatus.Answers;
import io.hotupgrade.ShiftStatus.Held;
import io.hotupgrade.ShiftStatus.Split;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.json.BasicJsonTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShiftDescriptor}.
 */
class ShiftDescriptorTests {

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	@Test
	void whatHasNotBeenMeasuredIsAbsent() throws Exception {
		assertThat(this.json.from(describe(Held.NONE, Answered.NONE))).isStrictlyEqualToJson("""
				{"plan": "auto", "step": 1, "steps": 2, "percent": 10, "since": "2026-02-03T04:05:06Z",
				"waiting": false, "accepted": {"predecessor": 2, "successor": 1, "percent": 33.3},
				"acceptedInStep": {"predecessor": 0, "successor": 0, "percent": 0.0}}""");
	}

	@Test
	void latenciesOfBothAreTold() throws Exception {
		Answered answered = new Answered(new Answers(90, 1, Duration.ofMillis(2), Duration.ofMillis(5)),
				new Answers(10, 0, Duration.ofNanos(3_500_000), Duration.ofMillis(7)));
		assertThat(this.json.from(describe(new Held(Duration.ofSeconds(2), "slow"), answered))).isEqualToJson("""
				{"held": {"millis": 2000, "reason": "slow"}, "answered": {
				"predecessor": {"requests": 90, "serverErrors": 1, "p50Micros": 2000, "p99Micros": 5000},
				"successor": {"requests": 10, "serverErrors": 0, "p50Micros": 3500, "p99Micros": 7000}}}""");
	}

	private static String describe(Held held, Answered answered) throws Exception {
		ShiftStatus shift = new ShiftStatus("auto", 1, 2, 10, TestHotUpgrade.START, false, new Split(2, 1), Split.NONE,
				held, answered);
		return new ObjectMapper().writeValueAsString(ShiftDescriptor.of(shift));
	}

}
